using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;

namespace Distill.Jobs.Recipes.Budgets;

/// <summary>What a student's file may take. Widths, depth and bits are then found by short trainings, judged on held-out examples.</summary>
internal sealed record BudgetRecipe
{
    /// <summary>The largest file, as it is exported, in bytes, 1,024 or more; null for any.</summary>
    public long? Bytes { get; init; }

    /// <summary>The longest that one example may take alone in ONNX Runtime on this machine, in milliseconds; null for any.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>How weights may be kept.</summary>
    public IReadOnlyList<WeightFormat> Weights { get; init; } = [WeightFormat.Int8, WeightFormat.Int4];

    /// <summary>
    /// The lengths of the trials, as shares of the training, ascending, each more than 0 and less than 1. All candidates take the first, and of each
    /// round the better third takes the next.
    /// </summary>
    public IReadOnlyList<double> Trials { get; init; } = [1.0 / 16, 1.0 / 4];

    /// <summary>Epochs that the chosen student learns as the integers of its file, 0 for none; trials learn a share of them.</summary>
    public double TuningEpochs { get; init; } = 3;

    /// <summary>The learning rate of these epochs at the start.</summary>
    public double TuningRate { get; init; } = 1e-4;

    /// <summary>What is out of range, one sentence each.</summary>
    /// <param name="recipe">The training that the budget is of.</param>
    public IEnumerable<string> Problems(TrainRecipe recipe) => new ProblemList
    {
        { Bytes is null && Milliseconds is null, "budget names neither bytes nor milliseconds; give one of them, or leave it out" },
        { Bytes is < 1024, $"budget.bytes is {Bytes}; expected 1024 or more" },
        { Milliseconds is { } limit && !(limit > 0 && double.IsFinite(limit)), FormattableString.Invariant($"budget.milliseconds is {Milliseconds}; expected more than 0") },
        { Weights is not { Count: > 0 } || Weights.Any(weights => !Enum.IsDefined(weights)) || Weights.Distinct().Count() != Weights.Count, "budget.weights is empty, or holds something twice; expected some of f32, f16, int8, int4" },
        { !AreLengths(Trials), "budget.trials is no ascending list of shares; expected numbers such as [0.0625, 0.25], each more than 0 and less than 1" },
        { !(TuningEpochs >= 0 && double.IsFinite(TuningEpochs)), FormattableString.Invariant($"budget.tuningEpochs is {TuningEpochs}; expected 0 or more") },
        { !(TuningRate > 0 && double.IsFinite(TuningRate)), FormattableString.Invariant($"budget.tuningRate is {TuningRate}; expected more than 0") },
        { recipe.HeldOut == 0, "a budget chooses on held-out examples, and heldOut is 0; set it to 0.1, for example" },
        { recipe.Hints.Count > 0, "hints name layers of one student, and a budget tries many; leave one of them out" },
        { recipe.Vectors is not null, "a budget judges answers of classes; leave vectors out" },
        { recipe.Network is { } network && recipe.Start is null && !CanScale(network), "network has no widths that a budget could choose; expected mlp with widths, conv, resnet, bag or wordpiece" },
        { recipe is { Network: not null, Start: not null }, "a budget takes units out of start, whose architecture it keeps; leave network out" },
    };

    private static bool AreLengths(IReadOnlyList<double>? shares) =>
        shares is { Count: > 0 } && shares.All(share => share is > 0 and < 1) && shares.Zip(shares.Skip(1)).All(pair => pair.First < pair.Second);

    private static bool CanScale(NetworkSpec network) => network is MlpSpec { Widths.Count: > 0 } or ConvNetSpec or ResNetSpec or BagSpec or WordPieceSpec;
}
