using Distill.Runs;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>The specialists of a generalist, and how they answer.</summary>
internal sealed record SpecialistsPlan
{
    /// <summary>How many, 2 or more; the paper has 61.</summary>
    public int Count { get; init; } = 20;

    /// <summary>How many classes each has, those nearest to its centroid; the paper has about 300 of 15,000. Null for a partition.</summary>
    public int? ClassesEach { get; init; } = 30;

    /// <summary>How often each sees the examples of its classes, with as many of other classes; 1 to 1,000.</summary>
    public int Passes { get; init; } = 3;

    /// <summary>How each is trained; its duration is not used, since <see cref="Passes"/> says it.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 1, rate: 0.003);

    /// <summary>n: how many of the generalist's most probable classes call their specialists; the paper has 1.</summary>
    public int TopClasses { get; init; } = 1;

    internal IEnumerable<string> Problems() => new ProblemList
    {
        Problems(Count, ClassesEach, Passes),
        { TopClasses is < 1 or > 100, $"topClasses is {TopClasses}; expected 1 to 100" },
        Plans.TrainingProblems(Training),
    };

    internal static IEnumerable<string> Problems(int count, int? classesEach, int passes) => new ProblemList
    {
        { count < 2, $"count is {count}; expected 2 or more" },
        { classesEach is < 1, $"classesEach is {classesEach}; expected 1 or more, or null for a partition" },
        { passes is < 1 or > 1000, $"passes is {passes}; expected 1 to 1000" },
    };

    internal SpecialistsPlan Smoke() => this with { Count = 3, ClassesEach = 6, Passes = 1, Training = Plans.Brief(Training) };
}
