using Distill.Jobs.Recipes;
using Distill.Training.Hints;

namespace Descendants.Plans;

/// <summary>The objectives of the table, with four candidates each: the published numbers and their neighbours.</summary>
internal static class ObjectivePlans
{
    /// <summary>The name of plain soft targets.</summary>
    public const string Plain = "distillation";

    public static IReadOnlyList<ObjectivePlan> All { get; } =
    [
        new() { Name = Plain, Candidates = [new(2, 0.1), new(4, 0.1), new(8, 0.1), new(4, 0.5)] },
        Of(ObjectiveKind.Decoupled, new(4, 0.1, [1, 8]), new(4, 0.5, [1, 8]), new(4, 0.1, [1, 2]), new(2, 0.1, [1, 4])),
        Of(ObjectiveKind.Standardised, new(2, 0.1), new(2, 0.5), new(4, 0.1), new(1, 0.1)),
        Of(ObjectiveKind.Correlation, new(4, 0.1, [1, 1]), new(1, 0.1, [1, 1]), new(4, 0.5, [1, 1]), new(4, 0.1, [2, 2])),
        Of(ObjectiveKind.JensenShannon, new(4, 0.1, [0.5]), new(4, 0.1, [0.1]), new(4, 0.1, [0.9]), new(2, 0.1, [0.5])),
        Of(ObjectiveKind.Normalised, new(4, 0.1, [1.5]), new(2, 0.1, [1.5]), new(4, 0.1, [4]), new(4, 0.5, [1.5])),
        Of(ObjectiveKind.MultiLevel, new(4, 0.1, [1, 1]), new(4, 0.5, [1, 1]), new(4, 0.1, [0.3, 0.3]), new(4, 0.1, [3, 3])),
        Hinted("activations", HintKind.Activations, 0.1, 1, 10, 100),
        Hinted("attention", HintKind.Attention, 1, 10, 100, 1000),
        Hinted("similarity", HintKind.Similarity, 1, 10, 100, 1000),
        Hinted("relations", HintKind.Relations, 0.1, 1, 10, 100),
    ];

    private static ObjectivePlan Of(ObjectiveKind kind, params ObjectiveSetting[] candidates) =>
        new() { Name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), Kind = kind, Candidates = candidates };

    // Plain soft targets beside hidden layers, at the temperature and the weight that most papers take.
    private static ObjectivePlan Hinted(string name, HintKind kind, params double[] weights) =>
        new() { Name = name, Hints = kind, Candidates = [.. weights.Select(weight => new ObjectiveSetting(4, 0.1, HintWeight: weight))] };
}
