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
    public int Passes { get; init; } = 1;

    /// <summary>T of the predictions that the classes are clustered by: a generalist that knows its images confuses nothing at 1.</summary>
    public double CountTemperature { get; init; } = 4;

    /// <summary>How each is trained; its duration is not used, since <see cref="Passes"/> says it.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 1, rate: 0.0003);

    /// <summary>n: how many of the generalist's most probable classes call their specialists; the paper has 1.</summary>
    public int TopClasses { get; init; } = 1;

    internal IEnumerable<string> Problems() => new ProblemList
    {
        Problems(Count, ClassesEach, Passes, CountTemperature),
        { TopClasses is < 1 or > 100, $"topClasses is {TopClasses}; expected 1 to 100" },
        Plans.TrainingProblems(Training),
    };

    internal static IEnumerable<string> Problems(int count, int? classesEach, int passes, double countTemperature) => new ProblemList
    {
        { count < 2, $"count is {count}; expected 2 or more" },
        { classesEach is < 1, $"classesEach is {classesEach}; expected 1 or more, or null for a partition" },
        { passes is < 1 or > 1000, $"passes is {passes}; expected 1 to 1000" },
        { !(countTemperature > 0 && double.IsFinite(countTemperature)), $"countTemperature is {countTemperature}; expected more than 0" },
    };

    internal SpecialistsPlan Smoke() => this with { Count = 3, ClassesEach = 6, Passes = 1, Training = Plans.Brief(Training) };
}
