using Distill.Runs;

namespace Hinton2015.Scale;

/// <summary>What assignment.json keeps of the stages before the specialists, so that a run that goes on need not count again.</summary>
/// <param name="Covariance">Of the predictions.</param>
/// <param name="Clusters">Of its columns.</param>
/// <param name="Sets">The classes of each specialist.</param>
/// <param name="PeakBytes">The most memory that the process had.</param>
internal sealed record ScaleAssignment(ScaleCovariance Covariance, ScaleClusters Clusters, IReadOnlyList<IReadOnlyList<int>> Sets, long PeakBytes)
{
    /// <summary>The generalist and the examples whose predictions were counted; null in the files of earlier versions.</summary>
    public WorkIdentity? DecidedBy { get; init; }
}
