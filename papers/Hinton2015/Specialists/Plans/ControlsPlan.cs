using Distill.Objectives;

namespace Hinton2015.Specialists;

/// <summary>
/// What the steps of all its specialists give a generalist without specialists: trained on with labels, and with its own soft targets, by
/// the specialists' schedule; and an ensemble of two generalists, which costs more.
/// </summary>
internal sealed record ControlsPlan
{
    /// <summary>T of the generalist's own soft targets.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Weight on the labels beside them, 0 to 1.</summary>
    public double HardWeight { get; init; } = 0.5;

    internal IEnumerable<string> Problems() => Distillation.Problems(Temperature, HardWeight);
}
