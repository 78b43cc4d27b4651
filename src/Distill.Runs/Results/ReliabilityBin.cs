namespace Distill.Runs.Results;

/// <summary>The examples whose top probability falls into one of several intervals of equal width, listed from low to high.</summary>
/// <param name="Count">Examples in it.</param>
/// <param name="MeanConfidence">Mean top probability, 0 to 1; 0 where empty.</param>
/// <param name="Accuracy">Share that is right, 0 to 1; 0 where empty.</param>
public sealed record ReliabilityBin(long Count, double MeanConfidence, double Accuracy);
