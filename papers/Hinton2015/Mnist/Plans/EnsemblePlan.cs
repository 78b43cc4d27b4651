using Distill.Models;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Schedules;

namespace Hinton2015.Mnist;

/// <summary>
/// The best teacher that a few minutes buy, whatever its architecture: convolutional nets that differ by their random start
/// alone, their ensemble, and the small net distilled from their mean on jittered images.
/// </summary>
internal sealed record EnsemblePlan
{
    /// <summary>How many teachers, 2 to 100.</summary>
    public int Members { get; init; } = 10;

    /// <summary>Each of them.</summary>
    public NetworkSpec Teacher { get; init; } = new ConvNetSpec { Channels = [16, 32] };

    /// <summary>How each is trained.</summary>
    public TrainingOptions Training { get; init; } = new TeacherPlan().Training with
    {
        Duration = Duration.Epochs(10),
        BatchSize = 128,
        Schedule = new CosineRate { Rate = 0.003 },
    };

    /// <summary>How their distributions are averaged; a geometric mean has logits, of which one store serves every temperature.</summary>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Geometric;

    /// <summary>The student: two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.SmallNet;

    /// <summary>T.</summary>
    public double Temperature { get; init; } = 8;

    /// <summary>One student for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Pixels by which images move along each axis.</summary>
    public int Shift { get; init; } = 2;

    /// <summary>How the students are trained; an epoch holds every image at every shift.</summary>
    public TrainingOptions StudentTraining { get; init; } = Plans.StudentTraining(epochs: 6, rate: 0.04);

    internal IEnumerable<string> Problems() =>
        (Members is >= 2 and <= 100 ? [] : new[] { $"members is {Members}; expected 2 to 100" })
            .Concat(Training.Problems().Select(problem => $"training.{problem}"))
            .Concat(Plans.Problems(Seeds, [Temperature], 0, StudentTraining, "studentTraining"));

    internal EnsemblePlan Smoke() => this with
    {
        Members = 2,
        Training = Plans.Brief(Training),
        Seeds = [.. Seeds.Take(1)],
        Shift = 1,
        StudentTraining = Plans.Brief(StudentTraining),
    };
}
