using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>
/// The candidates for temperature T and hard weight w of L = (1 − w)·T²·CE(p^T, q^T) + w·CE(y, q¹) (paper, section 2).
/// Where there is more than one pair, the pair with the fewest errors on held-out training data is used for every seed.
/// </summary>
public sealed record DistillationRecipe
{
    /// <summary>Candidate temperatures, each greater than 0 and at most 1000.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 2, 4, 8];

    /// <summary>Candidate weights of the label term, each 0 to 1; the paper advises a considerably lower weight than the soft term's.</summary>
    public IReadOnlyList<double> HardWeights { get; init; } = [0.1];

    /// <summary>The seeds of the students that try the candidates.</summary>
    public IReadOnlyList<long> ChoiceSeeds { get; init; } = [101];

    /// <summary>Whether there is more than one pair to choose from.</summary>
    internal bool Chooses => Temperatures.Count * HardWeights.Count > 1;

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Temperatures.Count == 0 || Temperatures.Any(temperature => temperature is not (> 0 and <= 1000)), $"distillation.temperatures is [{string.Join(", ", Temperatures)}]; expected one or more numbers above 0, at most 1000" },
        { HardWeights.Count == 0 || HardWeights.Any(weight => weight is not (>= 0 and <= 1)), $"distillation.hardWeights is [{string.Join(", ", HardWeights)}]; expected one or more numbers from 0 to 1" },
        { Temperatures.Distinct().Count() != Temperatures.Count || HardWeights.Distinct().Count() != HardWeights.Count, "distillation.temperatures or distillation.hardWeights has a number twice; expected different numbers" },
        { ChoiceSeeds.Count == 0 || ChoiceSeeds.Distinct().Count() != ChoiceSeeds.Count, "distillation.choiceSeeds is empty or has a seed twice; expected one or more different numbers" },
    };
}
