using Distill.Runs;

namespace Distill.Specialists;

/// <summary>How classes are given to specialists (section 5.3 of the paper).</summary>
public sealed record AssignmentOptions
{
    /// <summary>How many specialists, 2 or more; the paper has 61.</summary>
    public int Specialists { get; init; } = 61;

    /// <summary>
    /// How many classes each takes, those nearest to its centroid, so that sets overlap; the paper has about 300. Null gives
    /// every class to its own cluster alone: a partition, in sets of any size.
    /// </summary>
    public int? ClassesEach { get; init; }

    /// <summary>What stands for a class. The default is its correlations; the paper has its covariances.</summary>
    public ConfusionColumns Columns { get; init; } = ConfusionColumns.Correlation;

    /// <summary>Passes over the classes at most; it ends before when one moves none and no cluster is worth cutting.</summary>
    public int Passes { get; init; } = 50;

    /// <summary>Decides the start and the order of the classes, and thereby everything.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What is out of range, one sentence each; empty when nothing is.</summary>
    /// <param name="classes">How many classes there are.</param>
    public IEnumerable<string> Problems(int classes) => new ProblemList
    {
        { Specialists < 2 || Specialists > classes, $"specialists is {Specialists}; expected 2 to {classes}, the number of classes" },
        { ClassesEach < 1 || ClassesEach >= classes, $"classesEach is {ClassesEach}; expected 1 to {classes - 1}, so that something is left for the dustbin" },
        { !Enum.IsDefined(Columns), $"columns is {Columns}; expected correlation or covariance" },
        { Passes < 1, $"passes is {Passes}; expected 1 or more" },
    };
}
