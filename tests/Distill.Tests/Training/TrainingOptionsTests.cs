using Distill.Data;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void DefaultsAreInRange() => Assert.Empty(new TrainingOptions().Problems());

    [Fact]
    public void EverythingOutOfRangeIsSaidAtOnce()
    {
        var options = new TrainingOptions
        {
            Duration = Duration.Epochs(0),
            BatchSize = 0,
            Optimizer = new AdamOptions { Beta1 = 1, Beta2 = -1, Epsilon = 0 },
            Schedule = new StepRate { Rate = double.NaN, Every = Duration.Steps(0), Factor = 2, WarmUp = Duration.Steps(-1) },
            WeightDecay = -1,
            GradientClip = 0,
            Precision = (Precision)7,
            Augmentation = new Augmentation { Shift = -1 },
            EvaluateEvery = default,
            EvaluationBatchSize = 0,
            CheckpointMinutes = double.NaN,
        };

        var message = Assert.Throws<DistillException>(options.Validate).Message;

        string[] keys =
        [
            "duration", "batchSize", "optimizer.beta1", "optimizer.beta2", "optimizer.epsilon", "schedule.rate", "schedule.warmUp",
            "schedule.every", "schedule.factor", "weightDecay", "gradientClip", "precision", "augmentation.shift", "evaluateEvery",
            "evaluationBatchSize", "checkpointMinutes",
        ];
        Assert.All(keys, key => Assert.Contains(key + " is ", message));
    }

    [Fact]
    public void JsonKeepsEveryOption()
    {
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(123),
            BatchSize = 64,
            Optimizer = new SgdOptions { Momentum = 0.5, Nesterov = true },
            Schedule = new StepRate { Rate = 0.1, Every = Duration.Epochs(100), Factor = 0.5, WarmUp = Duration.Steps(7) },
            WeightDecay = 0.01,
            GradientClip = 5,
            Precision = Precision.Bf16,
            Seed = 99,
            Augmentation = new Augmentation { Shift = 2 },
            EvaluateEvery = Duration.Steps(50),
            EvaluationBatchSize = 10,
            CheckpointMinutes = 0.5,
        };

        Assert.Equal(options, StrictJson.Read<TrainingOptions>(StrictJson.Write(options), "test"));
    }

    [Fact]
    public void AMistypedKeyIsAnsweredWithTheNearMiss()
    {
        const string json = """{"optimizer": {"kind": "sgd", "momentun": 0.9}}""";

        var error = Assert.Throws<DistillException>(() => StrictJson.Read<TrainingOptions>(json, "recipe.json"));

        Assert.Contains("optimizer.momentun", error.Message);
        Assert.Contains("momentum", error.Message);
    }
}
