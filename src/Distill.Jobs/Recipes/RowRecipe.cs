using System.Text.Json.Serialization;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Recipes.Schedules;
using Distill.Jobs.Recipes.Teaching;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training.Hints;

namespace Distill.Jobs.Recipes;

/// <summary>One row of a comparison: the same student from the same starts, taught in one way.</summary>
public sealed record RowRecipe
{
    /// <summary>A short key, for example "distilled".</summary>
    public required string Id { get; init; }

    /// <summary>What tables and plots call the row.</summary>
    public required string Label { get; init; }

    /// <summary>Which training examples the row sees.</summary>
    public RowExamples Examples { get; init; } = RowExamples.Labelled;

    /// <summary>Whether it sees <see cref="DataRecipe.Variations"/> of these examples, too.</summary>
    public bool Varied { get; init; }

    /// <summary>Whether the labels of these examples are used.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Whether the teacher's soft targets are used.</summary>
    public bool Teacher { get; init; } = true;

    /// <summary>Whether the soft targets are those of the generalist alone, where the teacher has specialists.</summary>
    public bool Generalist { get; init; }

    /// <summary>Epochs of this row, where they differ from the student's own; greater than 0.</summary>
    public double? Epochs { get; init; }

    /// <summary>What the row's students minimise, where they have a teacher.</summary>
    public ObjectiveKind Objective { get; init; } = ObjectiveKind.Distillation;

    /// <summary>The weights of the objective's own terms, as in <see cref="TrainRecipe.ObjectiveWeights"/>.</summary>
    public IReadOnlyList<double>? ObjectiveWeights { get; init; }

    /// <summary>What of the teacher's answer to an example its soft part counts by; null where all examples count the same.</summary>
    public CaseWeight? CaseWeight { get; init; }

    /// <summary>The temperature of this row, where it differs from the others': above 0, at most 1000; at the first step, where it changes.</summary>
    [JsonIgnore]
    public double? Temperature { get => ScheduledTemperature?.From; init => ScheduledTemperature = value is { } given ? given : null; }

    /// <summary>The weight on the labels of this row, where it differs from the others': 0 to 1; at the first step, where it changes.</summary>
    [JsonIgnore]
    public double? HardWeight { get => ScheduledHardWeight?.From; init => ScheduledHardWeight = value is { } given ? given : null; }

    /// <summary><see cref="Temperature"/> at every step.</summary>
    [JsonInclude, JsonPropertyName("temperature")]
    internal ScheduledNumber? ScheduledTemperature { get; init; }

    /// <summary><see cref="HardWeight"/> at every step.</summary>
    [JsonInclude, JsonPropertyName("hardWeight")]
    internal ScheduledNumber? ScheduledHardWeight { get; init; }

    /// <summary>
    /// The weight of the distance between what the last layer reads and the vectors of <see cref="TeacherRecipe.Vectors"/>, above 0, beside all
    /// else; null for none.
    /// </summary>
    public double? Vectors { get; init; }

    /// <summary>
    /// Hidden layers of the student that follow hidden layers of the teacher's first model, each as "student=teacher", beside all else; empty for none.
    /// </summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>What of the teacher's layers is reproduced.</summary>
    public HintKind HintKind { get; init; }

    /// <summary>The weight of the hints, beside all else; finite and above 0.</summary>
    public double HintWeight { get; init; } = 1;

    /// <summary>Whether the temperature and the weight that all rows share are this row's, too, at least one of them.</summary>
    internal bool IsDecidedByAll => Teacher
        && ((Objective.HasTemperature() && Temperature is null) || (Objective.HasHardWeight() && Labels && HardWeight is null));

    /// <summary>Whether labels have a part in what the row's students minimise.</summary>
    internal bool UsesLabels => Labels && (!Teacher || Objective.ReadsLabels(ScheduledHardWeight?.Highest ?? 1, CaseWeight));

    /// <summary>
    /// What the row's students minimise, with its temperature, null for none or for several, and its weight on the labels, the mean over
    /// the training.
    /// </summary>
    /// <param name="temperature">What rows have that name none.</param>
    /// <param name="hardWeight">The same of the weight.</param>
    internal (IObjective Objective, double? Temperature, double HardWeight) Taught(double temperature, double hardWeight)
    {
        var (own, weight) = (ScheduledTemperature ?? temperature, Labels ? ScheduledHardWeight ?? hardWeight : 0);
        return !Teacher ? (new HardLabels(), null, 1)
            : (Objective.Make(own, weight, ObjectiveWeights, CaseWeight), Objective.HasTemperature() && own.IsConstant ? own.From : null, Objective.HasHardWeight() ? weight.Mean : 0);
    }

    /// <summary>What is minimised, where temperature and weight alone do not say it; null where they do.</summary>
    internal string? Words(IObjective objective)
    {
        string[] beside =
        [
            .. Vectors is { } weight ? [FormattableString.Invariant($"vectors at weight {weight}")] : Array.Empty<string>(),
            .. Hints.Count > 0 ? [FormattableString.Invariant($"{HintKind.ToString().ToLowerInvariant()} of {string.Join(", ", Hints)} at weight {HintWeight}")] : Array.Empty<string>(),
        ];
        return beside.Length == 0 ? Objective.Words(objective) : $"{objective.Description}, and {string.Join(", and ", beside)}";
    }

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { !Teacher && (Temperature ?? HardWeight) is not null, $"rows: '{Id}' has a temperature or a weight on the labels, and no teacher; leave them out" },
        { !Teacher && Objective != ObjectiveKind.Distillation, $"rows: '{Id}' has an objective for soft targets, and no teacher; leave objective out" },
        { !Teacher && ObjectiveWeights is not null, $"rows: '{Id}' has objectiveWeights, and no teacher; leave them out" },
        { $"rows: '{Id}': ", Objective.Problems(ScheduledTemperature ?? 1, ScheduledHardWeight ?? 0, ObjectiveWeights) },
        { !Teacher && CaseWeight is not null, $"rows: '{Id}' has a caseWeight, and no teacher to weigh by; leave it out" },
        { CaseWeight is { } cases && !Enum.IsDefined(cases), $"rows: '{Id}' has caseWeight {CaseWeight}; {CaseWeightChoice.Expected}" },
        { CaseWeight is not null && ScheduledHardWeight?.Ends.Contains(1) == true, $"rows: '{Id}' has a caseWeight, which weighs the soft part, and hardWeight {ScheduledHardWeight}, which leaves it nothing at 1; leave one of them out" },
        { Teacher && !Labels && Objective.ReadsLabels(0, CaseWeight), $"rows: '{Id}' has an objective or a caseWeight that reads labels, and no labels; leave one of them out" },
        { Objective == ObjectiveKind.MultiLevel && Temperature is not null, $"rows: '{Id}' has a temperature, and multiLevel has those of its own, 2 to 6; leave temperature out" },
        {
            Objective == ObjectiveKind.LogitMatching && (Temperature ?? HardWeight) is not null,
            $"rows: '{Id}' matches logits, which compares them alone, without temperature and without labels; leave temperature and hardWeight out"
        },
        { ScheduledTemperature?.Ends.All(end => end is > 0 and <= 1000) == false, $"rows: '{Id}' has temperature {ScheduledTemperature}; expected a number above 0, at most 1000" },
        { ScheduledHardWeight?.Ends.All(end => end is >= 0 and <= 1) == false, $"rows: '{Id}' has hardWeight {ScheduledHardWeight}; expected a number from 0 to 1" },
        { !Labels && ScheduledHardWeight?.Highest > 0, $"rows: '{Id}' has a weight on the labels and no labels; leave one of them out" },
        { Id.Length == 0 || !Id.All(char.IsAsciiLetterOrDigit), $"rows: id '{Id}' is not made of letters and digits" },
        {
            (Varied || Examples == RowExamples.WithUnlabelled) && UsesLabels,
            $"rows: '{Id}' sees {(Varied ? "variations" : "further examples")}, which have no label, and uses labels; set labels to false"
        },
        { !Labels && !Teacher, $"rows: '{Id}' uses neither labels nor the teacher; set one of them to true" },
        { Generalist && !Teacher, $"rows: '{Id}' has the generalist's soft targets and no teacher; leave one of them out" },
        { Vectors is not (null or > 0) || Vectors is double.PositiveInfinity, $"rows: '{Id}' has vectors at weight {Vectors}; expected a finite number above 0" },
        { !Hints.All(HintChoice.IsPair), $"rows: '{Id}' has hints [{string.Join(", ", Hints)}]; expected a layer of the student, =, and a layer of the teacher, for example relu1=relu1" },
        { Hints.Count > 0 && !Teacher, $"rows: '{Id}' has hints and no teacher; leave one of them out" },
        { Hints.Count == 0 && (HintKind != default || HintWeight != 1), $"rows: '{Id}' has hintKind or hintWeight and no hints; leave them out" },
        { !Enum.IsDefined(HintKind) || !(HintWeight > 0 && double.IsFinite(HintWeight)), FormattableString.Invariant($"rows: '{Id}' has hintWeight {HintWeight}; expected a finite number above 0") },
        { Epochs is <= 0, $"rows: '{Id}' has epochs {Epochs}; expected more than 0" },
    };
}
