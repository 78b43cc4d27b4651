using Distill.Runs;
using Experiments;

namespace Hinton2015.Tests.Parts;

/// <summary>What made the made-up results.</summary>
internal static class SampleProvenance
{
    public static ExperimentProvenance Of(string command, IReadOnlyList<string> parts, IReadOnlyList<long> seeds) => new(
        [new ExperimentCommand(command, parts, "0123456789abcdef")],
        new RunVersions("0.1.0", "10.0.0", "0.107.0", "2.10.0"),
        new MachineInfo("Sample OS 1", "Sample processor at 1 GHz", 2, 24L << 30),
        seeds,
        new DateTimeOffset(2026, 3, 1, 18, 2, 0, TimeSpan.Zero));
}
