using Distill.Objectives;
using Distill.Runs;
using Distill.Speech.Recordings;
using Distill.Training;

namespace Hinton2015.Speech;

/// <summary>
/// One net like each member, on the ensemble's soft targets and the labels. "We tried temperatures of [1, 2, 5, 10] and used a
/// relative weight of 0.5 on the cross-entropy for the hard targets."
/// </summary>
internal sealed record StudentsPlan
{
    /// <summary>What T is chosen from, on the validation speakers.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 2, 5, 10];

    /// <summary>Weight on the labels, 0 to 1.</summary>
    public double HardWeight { get; init; } = 0.5;

    /// <summary>One student at each temperature for each.</summary>
    public IReadOnlyList<long> ChoiceSeeds { get; init; } = [101, 102];

    /// <summary>Students at the chosen temperature; no member of the ensemble starts from the same weights.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [101, 102, 103, 104, 105];

    /// <summary>
    /// At which speeds the students at the chosen temperature hear the training recordings. The ensemble answers for each, as it
    /// would for any speech without labels; at other temperatures, and beside them, students hear the recordings as they are.
    /// </summary>
    public IReadOnlyList<double> Speeds { get; init; } = [0.9, 1, 1.1];

    /// <summary>How they are trained; these go on teaching. Recordings at several speeds share the length.</summary>
    public TrainingOptions Training { get; init; } = SpeechPlans.Training(epochs: 16);

    /// <summary>Seeds of nets on labels alone that are trained on the same recordings for as long as the students, to tell these from the targets.</summary>
    public IReadOnlyList<long> LongerSeeds { get; init; } = [101, 102, 103, 104, 105];

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Temperatures.Count == 0 || Temperatures.Distinct().Count() < Temperatures.Count, $"temperatures is [{string.Join(", ", Temperatures)}]; expected one or more, each once" },
        {
            Speeds.Count == 0 || Speeds.Distinct().Count() < Speeds.Count || !Speeds.All(PlayingSpeed.IsInRange),
            FormattableString.Invariant(
                $"speeds is [{string.Join(", ", Speeds)}]; expected one or more from {PlayingSpeed.Slowest} to {PlayingSpeed.Fastest}, each once")
        },
        Temperatures.SelectMany(temperature => Distillation.Problems(temperature, HardWeight)).Distinct(),
        SpeechPlans.SeedProblems("choiceSeeds", ChoiceSeeds),
        SpeechPlans.SeedProblems("seeds", Seeds),
        SpeechPlans.SeedProblems("longerSeeds", LongerSeeds),
        { "training.", Training.Problems() },
    };

    /// <summary>How students of recordings at all speeds are trained: for as many steps.</summary>
    internal TrainingOptions AtSpeeds() => Training.Duration.EpochCount is { } epochs ? Training with { Duration = Duration.Epochs(epochs / Speeds.Count) } : Training;

    internal StudentsPlan Smoke() => this with
    {
        Temperatures = [.. Temperatures.Take(2)],
        Speeds = [.. Speeds.Take(2)],
        Seeds = [.. Seeds.Take(2)],
        LongerSeeds = [.. LongerSeeds.Take(1)],
        Training = SpeechPlans.Brief(Training),
    };
}
