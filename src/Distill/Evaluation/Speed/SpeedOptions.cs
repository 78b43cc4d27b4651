namespace Distill.Evaluation;

/// <summary>How to measure speed.</summary>
internal sealed record SpeedOptions
{
    /// <summary>Examples in a large batch, 1 or more.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>How many times each model is timed at least, for large batches and again for single examples; 1 or more.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>Further rounds follow until this time has passed, for large batches and again for single examples.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(0.4);
}
