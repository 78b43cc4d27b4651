using Distill.Experiments.Sweeps;
using Distill.Models;

namespace Distill.Experiments.Mnist;

/// <summary>
/// "When the distilled net had 300 or more units in each of its two hidden layers, all temperatures above 8 gave fairly
/// similar results. But when this was radically reduced to 30 units per layer, temperatures in the range 2.5 to 4 worked
/// significantly better than higher or lower temperatures."
/// </summary>
public sealed record TemperaturePlan
{
    /// <summary>Widths, temperatures, seeds and training.</summary>
    public SweepGrid Grid { get; init; } = new()
    {
        Networks = [OfWidth(30), OfWidth(100), OfWidth(300), OfWidth(800)],
        Temperatures = [1, 2, 2.5, 3, 4, 6, 8, 12, 20, 50],
        HardWeights = [0],
        Seeds = [1, 2, 3, 4, 5],
        Training = Plans.StudentTraining(epochs: 20),
    };

    /// <summary>The share of the training images on which temperatures are chosen; the students do not see them.</summary>
    public double HeldOut { get; init; } = 0.1;

    internal IEnumerable<string> Problems()
    {
        if (HeldOut is not (>= 0.01 and <= 0.5))
        {
            yield return $"heldOut is {HeldOut}; expected 0.01 to 0.5";
        }

        foreach (var problem in Grid.Problems())
        {
            yield return $"grid.{problem}";
        }

        foreach (var network in Grid.Networks.Where(network => network is not MlpSpec { Widths: [var first, var second] } || first != second))
        {
            yield return $"grid.networks holds {network.GetType().Name}; expected perceptrons of two equal layers, which the tables name by their width";
        }
    }

    private static MlpSpec OfWidth(int width) => new() { Widths = [width, width] };

    internal TemperaturePlan Smoke() => this with
    {
        Grid = Grid with
        {
            Networks = [.. Grid.Networks.Take(2)],
            Temperatures = [.. Grid.Temperatures.Where(temperature => temperature is 1 or 4 or 20)],
            Seeds = [.. Grid.Seeds.Take(2)],
            Training = Plans.Brief(Grid.Training),
        },
    };
}
