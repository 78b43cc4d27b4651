using System.Globalization;
using System.Text.Json.Serialization;

namespace Distill.Training;

/// <summary>
/// A length of training with its unit: epochs (passes over the training view; fractions allowed) or steps of the
/// optimizer. In JSON <c>{"epochs": 30}</c> or <c>{"steps": 500}</c>.
/// </summary>
[JsonConverter(typeof(DurationJsonConverter))]
public readonly record struct Duration
{
    private readonly double amount;

    private Duration(double amount, bool inSteps)
    {
        this.amount = amount;
        InSteps = inSteps;
    }

    /// <summary>Whether the unit is steps; otherwise it is epochs.</summary>
    public bool InSteps { get; }

    /// <summary>The number of epochs, or null when the unit is steps.</summary>
    public double? EpochCount => InSteps ? null : amount;

    /// <summary>The number of steps, or null when the unit is epochs.</summary>
    public long? StepCount => InSteps ? (long)amount : null;

    /// <summary>Whether the length is a number greater than 0 that training could ever reach.</summary>
    internal bool IsPositive => amount is > 0 and <= 1e15;

    /// <summary>Passes over the training view; 0.5 is half of one.</summary>
    public static Duration Epochs(double count) => new(count, false);

    /// <summary>Steps of the optimizer.</summary>
    public static Duration Steps(long count) => new(count, true);

    /// <summary>The length in steps, rounded up, at least one.</summary>
    /// <param name="stepsPerEpoch">Batches in one pass over the training view.</param>
    public long ToSteps(int stepsPerEpoch) => InSteps ? (long)amount : Math.Max(1, (long)Math.Ceiling(amount * stepsPerEpoch));

    /// <summary>For example "30 epochs" or "500 steps".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{amount} {(InSteps ? "step" : "epoch")}{(amount == 1 ? "" : "s")}");
}
