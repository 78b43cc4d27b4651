namespace Distill.Runs;

/// <summary>What a run did; run.json holds the name in camel case.</summary>
internal enum RunKind
{
    /// <summary>One student trained, on labels or from a teacher.</summary>
    Train,

    /// <summary>A teacher's soft targets were stored for a data set.</summary>
    Label,

    /// <summary>A recipe compared rows, each a member run a seed.</summary>
    Recipe,

    /// <summary>The built-in recipe of the quickstart.</summary>
    Quickstart,

    /// <summary>Students at every temperature and hard weight of a grid.</summary>
    Sweep,

    /// <summary>An experiment of the paper.</summary>
    Experiment,

    /// <summary>Classes were given to the specialists of a generalist, which are trained in the run's folder.</summary>
    Specialists,
}
