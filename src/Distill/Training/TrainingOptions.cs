using Distill.Data;
using Distill.Runs;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>How a student is trained. The defaults suit a small net on some ten thousand images.</summary>
public sealed record TrainingOptions
{
    /// <summary>How long. Default 30 epochs.</summary>
    public Duration Duration { get; init; } = Duration.Epochs(30);

    /// <summary>
    /// Examples a step, 1 to 1,000,000; default 256. Where the last batch of an epoch has fewer, it is a step of its
    /// own, on the mean of its losses.
    /// </summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>How gradients become changes. Default Adam.</summary>
    public OptimizerOptions Optimizer { get; init; } = new AdamOptions();

    /// <summary>The learning rate over time. Default 0.001, falling to 0 along a cosine.</summary>
    public RateSchedule Schedule { get; init; } = new CosineRate { Rate = 1e-3 };

    /// <summary>
    /// λ, 0 to 1; default 0. It acts on the weights of linear layers and convolutions, not on biases or batch
    /// normalisation.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// The largest Euclidean norm of all gradients together; larger ones are scaled down to it. Greater than 0;
    /// default none.
    /// </summary>
    public double? GradientClip { get; init; }

    /// <summary>The number format of matrix products. Default f32.</summary>
    public Precision Precision { get; init; } = Precision.F32;

    /// <summary>Decides order, augmentation and dropout. The student's starting weights have a seed of their own.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How training images are varied; teacher and student see the same variation. Default not at all.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>How often the student is measured on held-out examples, and always at the end. Default every epoch.</summary>
    public Duration EvaluateEvery { get; init; } = Duration.Epochs(1);

    /// <summary>Examples a batch in evaluations, 1 to 1,000,000; default 1000. It changes no result.</summary>
    public int EvaluationBatchSize { get; init; } = 1000;

    /// <summary>How often the mean training loss since the last record is recorded. Default ten times an epoch.</summary>
    public Duration RecordEvery { get; init; } = Duration.Epochs(0.1);

    /// <summary>
    /// Write a checkpoint after this many minutes since the last, 0 to 10,000; default 1. Zero writes one after every
    /// step. It changes no result.
    /// </summary>
    public double CheckpointMinutes { get; init; } = 1;

    /// <summary>What is out of range, one sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Expect(Duration.IsPositive, $"duration is {Duration}; expected more than 0");
        Expect(BatchSize is >= 1 and <= 1_000_000, $"batchSize is {BatchSize}; expected 1 to 1000000");
        Expect(Optimizer is not null, "optimizer is null; expected {\"kind\": \"adam\"} or another");
        Expect(Schedule is not null, "schedule is null; expected {\"kind\": \"cosine\", \"rate\": 0.001} or another");
        problems.AddRange(Optimizer?.Problems() ?? []);
        problems.AddRange(Schedule?.Problems() ?? []);
        Expect(WeightDecay is >= 0 and <= 1, $"weightDecay is {WeightDecay}; expected 0 to 1");
        Expect(GradientClip is null or (> 0 and < double.PositiveInfinity), $"gradientClip is {GradientClip}; expected more than 0, or leave it out");
        Expect(Enum.IsDefined(Precision), $"precision is {Precision}; expected f32 or bf16");
        problems.AddRange((Augmentation ?? new()).Problems().Select(problem => "augmentation." + problem.TrimEnd('.')));
        Expect(EvaluateEvery.IsPositive, $"evaluateEvery is {EvaluateEvery}; expected more than 0");
        Expect(EvaluationBatchSize is >= 1 and <= 1_000_000, $"evaluationBatchSize is {EvaluationBatchSize}; expected 1 to 1000000");
        Expect(RecordEvery.IsPositive, $"recordEvery is {RecordEvery}; expected more than 0");
        Expect(CheckpointMinutes is >= 0 and <= 10_000, $"checkpointMinutes is {CheckpointMinutes}; expected 0 to 10000");
        return problems;

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                problems.Add(otherwise);
            }
        }
    }

    /// <summary>Throws when anything is out of range.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public void Validate()
    {
        if (Problems() is { Count: > 0 } problems)
        {
            throw new DistillException($"The training options are out of range: {string.Join("; ", problems)}.");
        }
    }
}
