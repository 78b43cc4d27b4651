namespace Distill.Benchmarks.Throughput;

/// <summary>Images a second with threads that give their core away while they wait, over those with threads that spin, on idle cores.</summary>
/// <param name="Pairs">How many ratios of neighbouring measurements.</param>
/// <param name="YieldingOverSpinning">Their median.</param>
/// <param name="From">Where the median's 95 % interval begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record WaitingReport(int Pairs, double YieldingOverSpinning, double From, double To);
