using System.Text.Json;
using Distill.Jobs.Recipes.Schedules;
using Distill.Objectives;
using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>What a kind of objective reads, and the objective that a recipe asks for.</summary>
internal static class ObjectiveChoice
{
    public static bool HasTemperature(this ObjectiveKind kind) => kind is not (ObjectiveKind.LogitMatching or ObjectiveKind.MultiLevel);

    public static bool HasHardWeight(this ObjectiveKind kind) => kind != ObjectiveKind.LogitMatching;

    /// <summary>Whether targets of the most probable classes alone will not do.</summary>
    public static bool ComparesAllClasses(this ObjectiveKind kind, CaseWeight? cases) =>
        kind is not (ObjectiveKind.Distillation or ObjectiveKind.JensenShannon) || cases == CaseWeight.Label;

    /// <summary>Whether a label is needed, with this weight on the labels beside the teacher.</summary>
    public static bool ReadsLabels(this ObjectiveKind kind, double hardWeight, CaseWeight? cases) =>
        IsAboutLabels(kind) || cases == CaseWeight.Label || (kind.HasHardWeight() && hardWeight > 0);

    /// <summary>The objective of a student with a teacher, whose numbers may change while it trains.</summary>
    /// <param name="kind">What is minimised.</param>
    /// <param name="temperature">T, where the kind has one.</param>
    /// <param name="hardWeight">w, where it has one.</param>
    /// <param name="weights">Of its own terms; null for the published ones.</param>
    /// <param name="cases">What the soft part of a case counts by; null where all count the same.</param>
    public static IObjective Make(
        this ObjectiveKind kind, ScheduledNumber temperature, ScheduledNumber hardWeight, IReadOnlyList<double>? weights, CaseWeight? cases = null)
    {
        string[] changes =
        [
            .. kind.HasTemperature() && !temperature.IsConstant ? [$"T {temperature}"] : Array.Empty<string>(),
            .. kind.HasHardWeight() && !hardWeight.IsConstant ? [$"weight of labels {hardWeight}"] : Array.Empty<string>(),
        ];
        return changes.Length == 0
            ? kind.Make(temperature.From, hardWeight.From, weights, cases)
            : LaterObjectives.Scheduled(string.Join(", ", changes), done => kind.Make(temperature.At(done), hardWeight.At(done), weights, cases));
    }

    /// <summary>The objective of a student with a teacher: (1 − w) of the kind's own, and w of the labels.</summary>
    private static IObjective Make(this ObjectiveKind kind, double temperature, double hardWeight, IReadOnlyList<double>? weights, CaseWeight? cases)
    {
        if (kind == ObjectiveKind.Distillation && cases is null)
        {
            return new Distillation(temperature, hardWeight);
        }

        var own = Weighed(Own(kind, temperature, weights ?? Defaults(kind)), cases);
        return kind.HasHardWeight() && hardWeight > 0 ? LaterObjectives.Sum((1 - hardWeight, own), (hardWeight, new HardLabels())) : own;
    }

    /// <summary>What is minimised, where temperature and weight alone do not say it; null where they do.</summary>
    public static string? Words(this ObjectiveKind kind, IObjective objective) =>
        kind is ObjectiveKind.Distillation or ObjectiveKind.LogitMatching && objective is not (ScheduledObjective or WeightedCases or WeightedObjectives) ? null : objective.Description;

    /// <summary>What is out of range of a temperature and a weight on the labels, one sentence each.</summary>
    public static IEnumerable<string> Problems(ScheduledNumber temperature, ScheduledNumber hardWeight) =>
        temperature.Ends.SelectMany(t => hardWeight.Ends.SelectMany(w => Distillation.Problems(t, w))).Distinct();

    /// <summary>What is wrong with a kind and its numbers, one sentence each.</summary>
    public static IEnumerable<string> Problems(this ObjectiveKind kind, ScheduledNumber temperature, ScheduledNumber hardWeight, IReadOnlyList<double>? weights)
    {
        var expected = Defaults(kind);
        if (weights is not null && weights.Count != expected.Count)
        {
            yield return expected.Count == 0
                ? $"objectiveWeights has {weights.Count} numbers, and {Name(kind)} takes none; leave it out"
                : $"objectiveWeights has {weights.Count} numbers; {Name(kind)} takes {expected.Count}, for example [{string.Join(", ", expected)}]";
            yield break;
        }

        if (kind is not (ObjectiveKind.Distillation or ObjectiveKind.LogitMatching) && hardWeight.Ends.Contains(1))
        {
            yield return $"hardWeight is {hardWeight}, which leaves {Name(kind)} no weight{(hardWeight.IsConstant ? "" : " at 1")}; set it below 1, or train without a teacher";
        }

        var refusal = Refusal(kind, temperature.From, weights ?? expected);
        if (refusal is not null)
        {
            yield return refusal;
        }
    }

    private static IObjective Weighed(IObjective objective, CaseWeight? cases) => cases switch
    {
        CaseWeight.Confidence => LaterObjectives.ByConfidence(objective),
        CaseWeight.Certainty => LaterObjectives.ByCertainty(objective),
        CaseWeight.Label => LaterObjectives.ByLabel(objective),
        CaseWeight.Agreement => LaterObjectives.ByAgreement(objective),
        _ => objective,
    };

    private static bool IsAboutLabels(ObjectiveKind kind) => kind is ObjectiveKind.Decoupled or ObjectiveKind.Normalised;

    private static IObjective Own(ObjectiveKind kind, double temperature, IReadOnlyList<double> weights) => kind switch
    {
        ObjectiveKind.LogitMatching => new LogitMatching(),
        ObjectiveKind.Decoupled => LaterObjectives.Decoupled(temperature, weights[0], weights[1]),
        ObjectiveKind.Standardised => LaterObjectives.Standardised(temperature),
        ObjectiveKind.Correlation => LaterObjectives.Correlation(temperature, weights[0], weights[1]),
        ObjectiveKind.JensenShannon => LaterObjectives.JensenShannon(temperature, weights[0]),
        ObjectiveKind.Normalised => LaterObjectives.Normalised(temperature, weights[0]),
        ObjectiveKind.MultiLevel => LaterObjectives.MultiLevel(null, weights[0], weights[1]),
        _ => new SoftTargetMatching(temperature),
    };

    private static IReadOnlyList<double> Defaults(ObjectiveKind kind) => kind switch
    {
        ObjectiveKind.Decoupled => [1, 8],
        ObjectiveKind.Correlation or ObjectiveKind.MultiLevel => [1, 1],
        ObjectiveKind.JensenShannon => [0.5],
        ObjectiveKind.Normalised => [1.5],
        _ => [],
    };

    // A temperature out of range is told by its own key.
    private static string? Refusal(ObjectiveKind kind, double temperature, IReadOnlyList<double> weights)
    {
        try
        {
            Own(kind, Temperatures.Problems(temperature).Any() ? 1 : temperature, weights);
            return null;
        }
        catch (DistillException refused)
        {
            return $"objectiveWeights: {refused.Message}";
        }
    }

    private static string Name(ObjectiveKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
