using Distill.Jobs.Recipes.Hints;
using Distill.Models;
using Distill.Runs;
using Distill.Training;

namespace Descendants.Plans;

/// <summary>A data set with its teacher and its students.</summary>
internal sealed record SetPlan
{
    private const int MostViews = 98;

    /// <summary>A name of the catalogue, or a path.</summary>
    public required string Data { get; init; }

    /// <summary>Use only this many training and test images, at least 100; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>The share of the training images that choices are made on, 0.01 to 0.5.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The teacher's architecture.</summary>
    public required NetworkSpec Teacher { get; init; }

    /// <summary>How it is trained, on labels.</summary>
    public required TrainingOptions TeacherTraining { get; init; }

    /// <summary>Pixels by which the students' images move along each axis; they are mirrored too.</summary>
    public int Shift { get; init; } = 2;

    /// <summary>How many views of each image the teacher answers once, and students learn from; 1 to 98.</summary>
    public int Views { get; init; } = 4;

    /// <summary>A small convolutional student.</summary>
    public required StudentPlan Conv { get; init; }

    /// <summary>A residual student.</summary>
    public required StudentPlan ResNet { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { Images is < 100, $"images is {Images}; expected 100 or more" },
        { HeldOut is not (>= 0.01 and <= 0.5), $"heldOut is {HeldOut}; expected 0.01 to 0.5" },
        { Views < 1 || Views > Math.Min(MostViews, 2 * ((2 * Shift) + 1) * ((2 * Shift) + 1)), $"views is {Views}; expected 1 to {MostViews}, and no more than shifts and mirroring make" },
        TeacherTraining.Problems().Select(problem => $"teacherTraining.{problem}"),
        { "conv.", Conv.Problems() },
        { "resNet.", ResNet.Problems() },
    };

    /// <summary>The same steps on made-up glyphs.</summary>
    public SetPlan Smoke() => this with
    {
        Data = "glyphs",
        Images = 600,
        Views = 2,
        Teacher = new ConvNetSpec { Channels = [6, 8], Depth = 2, Hidden = 0 },
        TeacherTraining = Trainings.Brief(TeacherTraining),
        Conv = Conv.Smoke(new ConvNetSpec { Channels = [4, 6], Hidden = 0 }, "relu1_1=relu1_2", "relu2_1=relu2_2"),
        ResNet = ResNet.Smoke(new ResNetSpec { Depth = 8, Width = 4 }, "block1_1=relu1_2", "block2_1=relu2_2"),
    };
}

/// <summary>A student.</summary>
internal sealed record StudentPlan
{
    /// <summary>Its architecture.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>How it is trained; an epoch holds all views of an image.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Its layers that follow the teacher's, where an objective has hints, each as "student=teacher".</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { !Layers.All(HintChoice.IsPair), $"layers is [{string.Join(", ", Layers)}]; expected pairs such as relu1_1=relu1_2" },
        Training.Problems().Select(problem => $"training.{problem}"),
    };

    /// <summary>A small one.</summary>
    /// <param name="network">Its architecture.</param>
    /// <param name="layers">Its layers that follow the teacher's.</param>
    public StudentPlan Smoke(NetworkSpec network, params string[] layers) => new() { Network = network, Training = Trainings.Brief(Training), Layers = layers };
}
