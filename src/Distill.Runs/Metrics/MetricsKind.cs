namespace Distill.Runs.Metrics;

/// <summary>Where the values of a record come from; metrics.jsonl holds the name in camel case.</summary>
public enum MetricsKind
{
    /// <summary>The training itself: losses, rate, examples a second.</summary>
    Train,

    /// <summary>An evaluation on held-out data.</summary>
    Evaluation,

    /// <summary>An evaluation on data that is only watched, and chooses nothing.</summary>
    Watched,
}
