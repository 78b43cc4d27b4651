using Distill.Runs;

namespace Distill.Objectives;

/// <summary>Temperatures and weights that objectives take.</summary>
internal static class ObjectiveNumbers
{
    /// <summary>Throws unless T is in range, and each weight finite and 0 or more, one of them above 0.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public static void Check(string objective, double temperature, params (string Name, double Value)[] weights)
    {
        string[] problems = [.. Temperatures.Problems(temperature), .. Problems(weights)];
        if (problems.Length > 0)
        {
            throw new DistillException($"{objective}: {string.Join("; ", problems)}.");
        }
    }

    private static IEnumerable<string> Problems((string Name, double Value)[] weights)
    {
        foreach (var (name, value) in weights)
        {
            if (!double.IsFinite(value) || value < 0)
            {
                yield return FormattableString.Invariant($"{name} is {value}; expected a finite number, 0 or more");
            }
        }

        if (weights.Length > 0 && weights.All(weight => weight.Value == 0))
        {
            yield return $"{string.Join(" and ", weights.Select(weight => weight.Name))} {(weights.Length > 1 ? "are all" : "is")} 0; expected one above 0";
        }
    }
}
