namespace Distill.Benchmarks.Throughput;

/// <summary>Images a second with threads that soon give their core away when they wait, over those of libtorch as it comes, on idle cores.</summary>
/// <param name="Starts">How often both processes were started anew.</param>
/// <param name="Pairs">How many ratios of neighbouring measurements each time; their median is the ratio of the start.</param>
/// <param name="YieldingOverSpinning">The mean over the starts.</param>
/// <param name="From">Where the mean's 95 % interval of Student's t begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record WaitingReport(int Starts, int Pairs, double YieldingOverSpinning, double From, double To);
