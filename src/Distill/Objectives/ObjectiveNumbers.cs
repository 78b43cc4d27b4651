using Distill.Runs;

namespace Distill.Objectives;

/// <summary>Temperatures and weights that objectives take.</summary>
internal static class ObjectiveNumbers
{
    /// <summary>Throws unless T is in range, and each weight finite and 0 or more, one of them above 0.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public static void Check(string objective, double temperature, params (string Name, double Value)[] weights) => ProblemList.ThrowIfAny(objective, new ProblemList
    {
        Temperatures.Problems(temperature),
        Problems(weights),
        {
            weights.Length > 0 && weights.All(weight => weight.Value == 0),
            $"{string.Join(" and ", weights.Select(weight => weight.Name))} {(weights.Length > 1 ? "are all" : "is")} 0; expected one above 0"
        },
    });

    /// <summary>A sentence for each weight that is not finite or below 0.</summary>
    public static IEnumerable<string> Problems(params (string Name, double Value)[] weights) => weights
        .Where(weight => !double.IsFinite(weight.Value) || weight.Value < 0)
        .Select(weight => FormattableString.Invariant($"{weight.Name} is {weight.Value}; expected a finite number, 0 or more"));
}
