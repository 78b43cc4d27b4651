namespace Distill.Benchmarks.Ranks;

/// <summary>What the ranks program prints with --json: one training by two ranks of one thread, beside one process.</summary>
/// <param name="Network">What TCP ran over: "between namespaces" or "loopback".</param>
/// <param name="Rounds">How often each was measured; figures are medians over rounds.</param>
/// <param name="Rows">For each net, size of a batch and transport.</param>
internal sealed record RanksReport(string Network, int Rounds, IReadOnlyList<RanksRow> Rows);

/// <summary>Medians over rounds; times in milliseconds of a step.</summary>
/// <param name="Net">"mlp" is 784-1200-1200-10; "conv" has 16 and 32 channels with batch normalisation.</param>
/// <param name="Batch">Examples of a rank in a step.</param>
/// <param name="Transport">"shm" or "tcp".</param>
/// <param name="OneRank">A step of as many examples by one rank, with nobody beside it.</param>
/// <param name="TwoThreads">A step of the examples of both ranks by one process of two threads.</param>
/// <param name="Step">A step of two ranks.</param>
/// <param name="Compute">A step of a rank that adds nothing up, while the other one takes one, too.</param>
/// <param name="Sum">In sums, of gradients and of batch normalisation.</param>
/// <param name="Wait">In agreements, which wait for the slower rank.</param>
/// <param name="Overhead">The rest of a step: gradients that are copied and weighted.</param>
/// <param name="SumShare">Sum over step.</param>
/// <param name="Throughput">Examples a second of two ranks over those of one rank.</param>
/// <param name="OverTwoThreads">Examples a second of two ranks over those of one process of two threads.</param>
internal sealed record RanksRow(
    string Net, int Batch, string Transport, double OneRank, double TwoThreads, double Step, double Compute, double Sum, double Wait, double Overhead,
    double SumShare, double Throughput, double OverTwoThreads);
