namespace Distill.Jobs.Clusters.Status;

/// <summary>Whether a stage is done.</summary>
internal enum StageState
{
    /// <summary>Nothing of it is there.</summary>
    Waiting,

    /// <summary>Some of it is there, or a process works on it.</summary>
    Begun,

    /// <summary>Its process wrote down that it failed.</summary>
    Failed,

    /// <summary>All of it is there.</summary>
    Done,
}
