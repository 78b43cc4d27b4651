using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Hinton2015.Scale;

/// <summary>
/// Specialists at the size of the paper's: 15,000 classes, 61 specialists of 300. The classes are glyphs in planted families,
/// drawn when they are read, so that there is no end of examples and it is known which classes belong together.
/// </summary>
internal sealed record ScalePlan
{
    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>How many classes.</summary>
    public int Classes { get; init; } = 15_000;

    /// <summary>How many classes a planted family has; of 246 there are 61 families, as many as specialists.</summary>
    public int FamilySize { get; init; } = 246;

    /// <summary>Width and height of an image in pixels.</summary>
    public int ImageSize { get; init; } = 16;

    /// <summary>How much images of one class differ, 0 to 2.</summary>
    public float Jitter { get; init; } = 0.7f;

    /// <summary>Images of each class that the generalist is trained on.</summary>
    public int TrainingEach { get; init; } = 300;

    /// <summary>Images of each class that specialists are trained on; others than the generalist's, since there is no end of them.</summary>
    public int SpecialistEach { get; init; } = 40;

    /// <summary>Images of each class whose predictions are counted for the covariance; others than those of the training.</summary>
    public int CountedEach { get; init; } = 70;

    /// <summary>Images of each class that measure accuracy; others again.</summary>
    public int TestEach { get; init; } = 2;

    /// <summary>The generalist.</summary>
    public NetworkSpec Network { get; init; } = new ConvNetSpec { Channels = [16, 32], Hidden = 128 };

    /// <summary>How it is trained: it sees no image twice.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Duration = Duration.Epochs(1),
        BatchSize = 512,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = 0.002, WarmUp = Duration.Steps(100) },
        Precision = Precision.Bf16,
    };

    /// <summary>T of the predictions that are counted: softened, they spread over all that is confused and not over the likeliest alone.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>How many classes of each prediction are counted one by one.</summary>
    public int TopK { get; init; } = 150;

    /// <summary>How classes are given to specialists.</summary>
    public AssignmentOptions Assignment { get; init; } = new() { Specialists = 61, ClassesEach = 300 };

    /// <summary>How many of the specialists are trained and asked, the first; the classes of others are left to the generalist.</summary>
    public int Trained { get; init; } = 61;

    /// <summary>How often a specialist sees each training image of its classes, and as many others.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>How each specialist is trained; its duration is not used, since <see cref="Passes"/> says it.</summary>
    public TrainingOptions SpecialistTraining { get; init; } = new()
    {
        Duration = Duration.Epochs(1),
        BatchSize = 256,
        Optimizer = new AdamOptions(),
        Schedule = new CosineRate { Rate = 0.001 },
        Precision = Precision.Bf16,
    };

    /// <summary>The same steps on few classes and images, to see in seconds that all of it works; its figures mean nothing.</summary>
    public ScalePlan Smoke() => this with
    {
        IsSmoke = true,
        Classes = 24,
        FamilySize = 8,
        TrainingEach = 40,
        SpecialistEach = 20,
        CountedEach = 10,
        TestEach = 4,
        Network = new ConvNetSpec { Channels = [8, 8], Hidden = 16 },
        Training = Brief(Training),
        TopK = 12,
        Assignment = Assignment with { Specialists = 3, ClassesEach = 9 },
        Trained = 3,
        SpecialistTraining = Brief(SpecialistTraining),
    };

    /// <summary>What is out of range, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        Images("trainingEach", TrainingEach),
        Images("specialistEach", SpecialistEach),
        Images("countedEach", CountedEach),
        Images("testEach", TestEach),
        { !(Temperature > 0 && double.IsFinite(Temperature)), $"temperature is {Temperature}; expected more than 0" },
        { TopK < 1 || TopK > Classes, $"topK is {TopK}; expected 1 to {Classes}, the number of classes" },
        { Trained < 1 || Trained > Assignment.Specialists, $"trained is {Trained}; expected 1 to {Assignment.Specialists}, the number of specialists" },
        { Passes < 1, $"passes is {Passes}; expected 1 or more" },
        { "assignment.", Assignment.Problems(Classes) },
        { "training.", Training.Problems() },
        { "specialistTraining.", SpecialistTraining.Problems() },
    };

    private IEnumerable<string> Images(string name, int value) => new ProblemList
    {
        { value < 1 || (long)value * Classes > Array.MaxLength, $"{name} is {value}; expected 1 or more, and at most {Array.MaxLength:N0} images in all" },
    };

    private static TrainingOptions Brief(TrainingOptions training) =>
        training with { BatchSize = 32, Schedule = training.Schedule with { WarmUp = null } };
}
