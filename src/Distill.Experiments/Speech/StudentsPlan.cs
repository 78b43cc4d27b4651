using Distill.Objectives;
using Distill.Training;

namespace Distill.Experiments.Speech;

/// <summary>
/// One net like each member, on the ensemble's soft targets and the labels. "We tried temperatures of [1, 2, 5, 10] and used a
/// relative weight of 0.5 on the cross-entropy for the hard targets."
/// </summary>
public sealed record StudentsPlan
{
    /// <summary>What T is chosen from, on the validation speakers.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 2, 5, 10];

    /// <summary>Weight on the labels, 0 to 1.</summary>
    public double HardWeight { get; init; } = 0.5;

    /// <summary>One student at each temperature for each.</summary>
    public IReadOnlyList<long> ChoiceSeeds { get; init; } = [101, 102];

    /// <summary>Students at the chosen temperature; no member of the ensemble starts from the same weights.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [101, 102, 103, 104, 105];

    /// <summary>How they are trained; these go on teaching.</summary>
    public TrainingOptions Training { get; init; } = SpeechPlans.Training(epochs: 16);

    /// <summary>Seeds of nets on labels alone that are trained for as long as the students, to tell length from targets.</summary>
    public IReadOnlyList<long> LongerSeeds { get; init; } = [101, 102];

    internal IEnumerable<string> Problems()
    {
        if (Temperatures.Count == 0 || Temperatures.Distinct().Count() < Temperatures.Count)
        {
            yield return $"temperatures is [{string.Join(", ", Temperatures)}]; expected one or more, each once";
        }

        var problems = Temperatures.SelectMany(temperature => Distillation.Problems(temperature, HardWeight)).Distinct()
            .Concat(SpeechPlans.SeedProblems("choiceSeeds", ChoiceSeeds))
            .Concat(SpeechPlans.SeedProblems("seeds", Seeds))
            .Concat(SpeechPlans.SeedProblems("longerSeeds", LongerSeeds))
            .Concat(Training.Problems().Select(problem => $"training.{problem}"));
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }

    internal StudentsPlan Smoke() => this with
    {
        Temperatures = [.. Temperatures.Take(2)],
        Seeds = [.. Seeds.Take(2)],
        LongerSeeds = [.. LongerSeeds.Take(1)],
        Training = SpeechPlans.Brief(Training),
    };
}
