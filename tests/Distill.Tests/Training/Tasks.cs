using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Tests.Training;

/// <summary>Small trainings: images of noise with one bright quadrant, whose number is the class.</summary>
internal static class Tasks
{
    public const int Side = 8;

    public static TrainingOptions Options { get; } = new()
    {
        Duration = Duration.Steps(10),
        BatchSize = 16,
        Optimizer = new SgdOptions { Momentum = 0.9 },
        Schedule = new CosineRate { Rate = 0.05, WarmUp = Duration.Steps(2) },
        EvaluateEvery = Duration.Steps(3),
        RecordEvery = Duration.Steps(2),
        EvaluationBatchSize = 7,
        CheckpointMinutes = 1000,
    };

    public static ExampleView Examples(int count = 70, long seed = 1, bool labelled = true, string name = "quadrants")
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Below(4);
            for (var p = 0; p < Side * Side; p++)
            {
                var quadrant = (p / Side * 2 / Side * 2) + (p % Side * 2 / Side);
                pixels[(i * Side * Side) + p] = (byte)(random.Below(150) + (quadrant == labels[i] ? 60 : 0));
            }
        }

        return new ExampleView(new ArraySource(
            name, new ExampleShape(1, Side, Side), pixels, labelled ? labels : [.. labels.Select(_ => -1)], ClassNames(4)));
    }

    public static Classifier Student(long seed = 1, NetworkSpec? network = null, int classes = 4) => Classifier.Build(
        new ModelSpec(
            new ExampleShape(1, Side, Side), ClassNames(classes), new Normalisation([0.4], [0.3]), network ?? new MlpSpec { Widths = [24, 20] }),
        seed);

    public static TrainingTask Hard(Classifier student, TrainingOptions? options = null) =>
        new(student, Examples(), new HardLabels(), options ?? Options);

    public static TrainingTask Distilling(Classifier student, ITeacher teacher, TrainingOptions? options = null) =>
        new(student, Examples(), new Distillation(4, 0.1), options ?? Options) { Teacher = teacher, HeldOut = Examples(30, seed: 2) };

    public static string[] ClassNames(int count) => [.. Enumerable.Range(0, count).Select(number => $"class {number}")];
}
