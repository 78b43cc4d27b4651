using Distill.Runs;
using Distill.Specialists;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>The specialists of a generalist: how classes are given to them, and how each is trained (paper, section 5).</summary>
public sealed record TeacherSpecialists
{
    /// <summary>How many specialists, 2 or more.</summary>
    public required int Count { get; init; }

    /// <summary>How many classes each takes, those nearest to its centroid, so that sets overlap; null gives each class to one specialist alone.</summary>
    public int? ClassesEach { get; init; }

    /// <summary>
    /// T of the predictions whose covariance is counted; the paper has 1. A generalist that knows its examples by heart confuses
    /// them only at a higher one. Null chooses it on held-out examples, without their labels; it is 1 where there are none, and for
    /// predictions that were stored or counted before.
    /// </summary>
    public double? CountTemperature { get; init; }

    /// <summary>How often a specialist sees each example of its own classes, and as many others; 1 to 1000.</summary>
    public int Passes { get; init; } = 3;

    /// <summary>Decides the clusters; and, raised by the specialist's number, which others it sees, their order, augmentation and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Whether specialists have all classes and learn the generalist's soft targets for those of others (paper, section
    /// 6.1); otherwise all others are one class, the dustbin.
    /// </summary>
    public bool FullSoftmax { get; init; }

    /// <summary>T of the generalist's soft targets, greater than 0, at most 1000; for a full softmax alone.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>How many of the generalist's most probable classes call their specialists; the paper has 1.</summary>
    public int TopClasses { get; init; } = 1;

    /// <summary>How each is trained, from the generalist's weights; duration and seed are not used.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The same on few specialists of few classes, to see that all of it works.</summary>
    internal TeacherSpecialists Smoke() => this with { Count = Math.Min(Count, 3), ClassesEach = ClassesEach is { } each ? Math.Min(each, 10) : null, Passes = 1 };

    /// <summary>What the assignment of classes is asked for.</summary>
    internal AssignmentOptions Assignment => new() { Specialists = Count, ClassesEach = ClassesEach, Seed = Seed };

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Count < 2, $"count is {Count}; expected 2 or more" },
        { ClassesEach is < 1, $"classesEach is {ClassesEach}; expected 1 or more, or null for a partition" },
        CountTemperatureProblems(CountTemperature),
        { Passes is < 1 or > 1000, $"passes is {Passes}; expected 1 to 1000" },
        { Temperature is not (> 0 and <= 1000), $"temperature is {Temperature}; expected more than 0, at most 1000" },
        { TopClasses < 1, $"topClasses is {TopClasses}; expected 1 or more" },
        { "training.", Training.Problems() },
    };

    /// <summary>What is out of range in the temperature of what is counted; nothing where it is not.</summary>
    internal static IEnumerable<string> CountTemperatureProblems(double? temperature) => new ProblemList
    {
        { temperature is { } given && !Temperatures.IsInRange(given), $"countTemperature is {temperature}; expected {Temperatures.Lowest} to {Temperatures.Highest}" },
    };

    /// <summary>Keys that nothing reads.</summary>
    /// <param name="path">Where this is in the recipe.</param>
    internal IEnumerable<IdleKey> IdleKeys(string path)
    {
        var initial = new TeacherSpecialists { Count = Count };
        if (!FullSoftmax)
        {
            yield return new($"{path}.temperature", Temperature != initial.Temperature, "without fullSoftmax, specialists learn from labels alone");
        }

        yield return new($"{path}.training.duration", Training.Duration != initial.Training.Duration, $"{path}.passes says how long each trains");
        yield return new($"{path}.training.seed", Training.Seed != initial.Training.Seed, $"{path}.seed decides");
    }
}
