namespace Distill.Runs;

/// <summary>How far a run has come; run.json holds the name in camel case.</summary>
internal enum RunStatus
{
    /// <summary>Under way, or killed without a chance to say so.</summary>
    Running,

    /// <summary>Finished as configured.</summary>
    Done,

    /// <summary>Stopped by the user, with a checkpoint to resume from.</summary>
    Interrupted,

    /// <summary>Stopped by an error that the manifest's message tells.</summary>
    Failed,
}
