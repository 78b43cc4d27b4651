using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Runs;

namespace Hinton2015.Mnist;

/// <summary>
/// "When the distilled net had 300 or more units in each of its two hidden layers, all temperatures above 8 gave fairly
/// similar results. But when this was radically reduced to 30 units per layer, temperatures in the range 2.5 to 4 worked
/// significantly better than higher or lower temperatures."
/// </summary>
internal sealed record TemperaturePlan
{
    /// <summary>The widths, each once.</summary>
    public IReadOnlyList<WidthPlan> Widths { get; init; } =
    [
        new() { Width = 30, Seeds = [.. Enumerable.Range(1, 20).Select(seed => (long)seed)], Training = Plans.AdamTraining(epochs: 40) },
        new() { Width = 100, Training = Plans.AdamTraining(epochs: 30) },
        new() { Width = 300 },
        new() { Width = 800, Training = Plans.AdamTraining(epochs: 10) },
    ];

    /// <summary>Each T once.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 2, 2.5, 3, 4, 6, 8, 12, 20, 50];

    /// <summary>Weight on the labels, 0 to 1.</summary>
    public double HardWeight { get; init; }

    /// <summary>The share of the training images on which temperatures are chosen; the students do not see them.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The sweep of one width.</summary>
    internal SweepGrid Grid(WidthPlan plan) => new()
    {
        Networks = [new MlpSpec { Widths = [plan.Width, plan.Width] }],
        Temperatures = Temperatures,
        HardWeights = [HardWeight],
        Seeds = plan.Seeds,
        Training = plan.Training,
    };

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { HeldOut is not (>= 0.01 and <= 0.5), $"heldOut is {HeldOut}; expected 0.01 to 0.5" },
        { Widths.Count == 0 || Widths.DistinctBy(plan => plan.Width).Count() < Widths.Count || Widths.Any(plan => plan.Width < 1), $"widths is [{string.Join(", ", Widths.Select(plan => plan.Width))}]; expected one or more, each once and 1 or more" },
        Widths.Where(plan => plan.Width >= 1).SelectMany(plan => Grid(plan).Problems()).Distinct(),
    };

    internal TemperaturePlan Smoke() => this with
    {
        Widths = [.. Widths.Take(2).Select(plan => plan with { Seeds = [.. plan.Seeds.Take(2)], Training = Plans.Brief(plan.Training) })],
        Temperatures = [.. Temperatures.Where(temperature => temperature is 1 or 4 or 20)],
    };
}
