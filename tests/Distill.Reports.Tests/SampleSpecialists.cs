using Distill.Runs;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Tests;

/// <summary>Specialists with made-up classes and numbers, the same at every call.</summary>
internal static class SampleSpecialists
{
    private static readonly string[] Names = ["cat", "dog", "wolf", "lizard", "spider", "bridge", "tower", "barn", "cup", "bowl"];

    public static SpecialistAssignment Assignment() => new(
        new DatasetFacts("Made-up photographs", Names, 90000, 10000, 10000),
        new AssignedGeneralist("conv 24-48-96, 10", Fingerprint.Of("generalist"), IsModel: true),
        [
            new AssignedSet([0, 1, 2, 3], [new AssignedConfusion(0, 1, 0.031, 0.52), new AssignedConfusion(1, 2, 0.024, 0.44)]),
            new AssignedSet([5, 6, 7], [new AssignedConfusion(5, 6, 0.012, 0.31)]),
            new AssignedSet([3, 4], []),
        ],
        [0, 0, 0, 2, 2, 1, 1, 1, 2, 2],
        0.000123,
        90000,
        [.. Names.Index().Where(name => name.Index != 2).Select(name => new ClassImages(name.Index, [Image(name.Index), Image(name.Index + 20)]))]);

    public static CombinationScores Scores() => new(
        "Made-up photographs/test", 10000, 1, 8, 8000,
        new AccuracyScores(2895, 0.2895, 0.564, 0.331),
        new AccuracyScores(3005, 0.3005, 0.571, 0.342),
        [new CoverScores(0, 2000, 500, 499), new CoverScores(1, 7000, 2095, 2180), new CoverScores(2, 1000, 300, 326)],
        new PairedTest("generalist", "combined", 410, 300, 0.00004));

    private static SampleImage Image(int seed) =>
        new(4, 3, 3, Enumerable.Range(0, 36).Select(place => (byte)((seed * 37) + (place * 11))).ToArray());
}
