using Distill.Runs;

namespace Experiments;

/// <summary>What an experiment of the paper trains, and how: a record that reads like the paper and is kept in run.json.</summary>
/// <typeparam name="TSelf">The plan.</typeparam>
internal interface IExperimentPlan<TSelf>
    where TSelf : IExperimentPlan<TSelf>
{
    /// <summary>The seeds that the main figures rest on.</summary>
    IReadOnlyList<long> Seeds { get; }

    /// <summary>The same steps on very little data, to see in seconds that all of it works; its figures mean nothing.</summary>
    TSelf Smoke();

    /// <summary>Whether another plan uses the same examples.</summary>
    bool HasDataOf(TSelf other);

    /// <summary>Checks all ranges at once.</summary>
    /// <param name="source">What to call the plan in the message.</param>
    /// <exception cref="DistillException">Something is out of range; the message lists everything that is.</exception>
    void Validate(string source);
}
