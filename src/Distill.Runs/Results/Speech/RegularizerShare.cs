namespace Distill.Runs.Results.Speech;

/// <summary>Nets that have a share of the training data alone.</summary>
/// <param name="Share">The share, 0 to 1.</param>
/// <param name="Frames">How many frames that is.</param>
/// <param name="Hard">On their labels.</param>
/// <param name="Soft">On soft targets of the net that had all data.</param>
/// <param name="OfFull">Test frame accuracy on soft targets, without early stopping, as a share of that of the nets that had all data.</param>
public sealed record RegularizerShare(double Share, long Frames, StoppedNets Hard, ConvergedNets Soft, double OfFull);
