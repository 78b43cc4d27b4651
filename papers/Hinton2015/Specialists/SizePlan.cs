namespace Hinton2015.Specialists;

/// <summary>Specialists of one number and size.</summary>
public sealed record SizePlan
{
    /// <summary>How many, 2 or more.</summary>
    public required int Count { get; init; }

    /// <summary>How many classes each; null for a partition.</summary>
    public int? ClassesEach { get; init; }

    /// <summary>How often each sees the examples of its classes.</summary>
    public int Passes { get; init; } = 1;
}
