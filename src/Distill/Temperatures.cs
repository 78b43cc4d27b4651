using Distill.Runs;

namespace Distill;

/// <summary>The temperatures that a softmax is taken at.</summary>
internal static class Temperatures
{
    /// <summary>Below this, logits of an ordinary size divided by T leave the range of float32.</summary>
    public const double Lowest = 1e-3;

    /// <summary>Far above this, float32 no longer tells a softened distribution from the uniform one.</summary>
    public const double Highest = 1e6;

    /// <summary>Whether T is a number from <see cref="Lowest"/> to <see cref="Highest"/>.</summary>
    public static bool IsInRange(double temperature) => temperature is >= Lowest and <= Highest;

    /// <summary>A sentence for each thing that is out of range; none when nothing is.</summary>
    public static IEnumerable<string> Problems(double temperature) => new ProblemList
    {
        { !IsInRange(temperature), $"temperature is {temperature}; expected {Lowest} to {Highest}" },
    };
}
