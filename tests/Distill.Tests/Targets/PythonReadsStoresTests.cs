using System.Globalization;
using System.Text.Json;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;

namespace Distill.Tests.Targets;

/// <summary>A script that knows only what docs/soft-targets.md says reads the same probabilities.</summary>
public sealed class PythonReadsStoresTests
{
    private const int Rows = 20;
    private static readonly TargetStoreOptions Options = new() { RowsPerShard = 8 };

    public static TheoryData<TargetKind, TargetStoreOptions, double> Kinds => new()
    {
        { TargetKind.Logits, Options, 2.5 },
        { TargetKind.Members, Options, 2.5 },
        { TargetKind.Distribution, Options with { Temperatures = [4] }, 4 },
        { TargetKind.TopK, Options with { TopK = 2, Temperatures = [1, 4] }, 4 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheSameProbabilities(TargetKind kind, TargetStoreOptions options, double temperature)
    {
        using var folder = new TemporaryFolder();
        using var one = new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 1));
        using var two = new EnsembleTeacher([one, new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 2), "second")], weights: [1, 3]);
        var view = Tables.View(Rows).Part([.. Enumerable.Range(0, Rows).Reverse()]);
        Labeller.Label(folder.Path, view, kind is TargetKind.Members or TargetKind.Distribution ? two : one, options);

        AssertRead(folder.Path, kind, temperature);
    }

    [Theory]
    [InlineData(EnsembleMean.Arithmetic, true)]
    [InlineData(EnsembleMean.Geometric, true)]
    [InlineData(EnsembleMean.Arithmetic, false)]
    [InlineData(EnsembleMean.Geometric, false)]
    public void TheSameAveragesOfMembers(EnsembleMean mean, bool byClass)
    {
        using var folder = new TemporaryFolder();
        ITeacher[] members = [new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 1)), new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 2), "second")];
        using var teacher = byClass
            ? new EnsembleTeacher(members, mean, [[1.0, 2, 3, 4, 5], [5.0, 4, 3, 2, 1]])
            : new EnsembleTeacher(members, mean, [1, 3], byCertainty: true);
        Labeller.Label(folder.Path, Tables.View(Rows), teacher, Options);

        AssertRead(folder.Path, TargetKind.Members, 2.5);
    }

    private static void AssertRead(string folder, TargetKind kind, double temperature)
    {
        string output = Python.Run("soft_targets.py", folder, temperature.ToString(CultureInfo.InvariantCulture), "0", "13", "19");

        using var store = SoftTargetStore.Open(folder);
        Assert.Equal(kind, store.Plan.Kind);
        using var targets = store.Targets([0, 13, 19], temperature);
        double[][] ours = Naive.Probabilities(targets.LogProbabilities);
        long[][]? support = targets.Support?.data<long>().ToArray().Chunk(2).ToArray();
        var theirs = JsonSerializer.Deserialize<Dictionary<string, double>[]>(output)!;
        for (int i = 0; i < ours.Length; i++)
        {
            string[] classes = support is null
                ? [.. Enumerable.Range(0, 5).Select(c => $"{c}")]
                : [.. support[i].Select(c => $"{c}"), "rest"];
            Assert.Equal(classes.Length, theirs[i].Count);
            Assert.True(Naive.LargestDifference([.. classes.Select(c => theirs[i][c])], ours[i]) < 1e-6);
        }
    }
}
