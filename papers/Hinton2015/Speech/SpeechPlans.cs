using Distill.Models;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Hinton2015.Speech;

/// <summary>What the two experiments with speech share in their plans.</summary>
internal static class SpeechPlans
{
    /// <summary>Made-up words, for short forms.</summary>
    public const string SmokeData = "tone-words";

    /// <summary>The acoustic model: the paper has eight layers of 2,560, for six thousand times the speech.</summary>
    public static MlpSpec Network { get; } = new() { Widths = [512, 512, 512] };

    /// <summary>A small one, for short forms.</summary>
    public static MlpSpec SmokeNetwork { get; } = new() { Widths = [48] };

    /// <summary>The training of acoustic models; the length differs.</summary>
    public static TrainingOptions Training(double epochs) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 256,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = 0.001 },
        Precision = Precision.Bf16,
        EvaluationBatchSize = 4096,
    };

    /// <summary>The same training in a moment.</summary>
    public static TrainingOptions Brief(TrainingOptions training) => training with { Duration = Duration.Epochs(1), EvaluateEvery = Duration.Epochs(1) };

    /// <summary>What is wrong with a list of seeds.</summary>
    public static IEnumerable<string> SeedProblems(string name, IReadOnlyList<long> seeds, int least = 1) => new ProblemList
    {
        { seeds.Count < least || seeds.Distinct().Count() < seeds.Count, $"{name} is [{string.Join(", ", seeds)}]; expected {least} or more, each once" },
    };
}

/// <summary>Nets on labels alone, which differ by their random start: "training data presented in the same order" would be the paper's; here the order differs too.</summary>
internal sealed record BaselinePlan
{
    /// <summary>How each is trained; its length is where the validation speakers' frames came out best.</summary>
    public TrainingOptions Training { get; init; } = SpeechPlans.Training(epochs: 4);

    internal BaselinePlan Smoke() => this with { Training = SpeechPlans.Brief(Training) };
}
