using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Sweeps;

/// <summary>Sweeps of seconds on glyphs, with a teacher of random weights.</summary>
internal static class SmallSweep
{
    public static ExampleView Examples { get; } = Glyphs("train", first: 0, count: 300);

    public static ExampleView HeldOut { get; } = Glyphs("held-out", first: 300, count: 100);

    public static ExampleView Test { get; } = Glyphs("test", first: 400, count: 300);

    public static SweepGrid Grid { get; } = new()
    {
        Networks = [new MlpSpec { Widths = [12] }, new MlpSpec { Widths = [16, 8] }],
        Temperatures = [1, 4],
        HardWeights = [0.1, 1],
        Seeds = [1, 2, 3],
        Training = new TrainingOptions { Duration = Duration.Epochs(3), BatchSize = 32, Seed = 7 },
    };

    public static ITeacher Teacher() => new ModelTeacher(Classifier.Build(
        new ModelSpec(Examples.Shape, [.. Examples.ClassNames], new Normalisation([0.3], [0.3]), new MlpSpec { Widths = [32] }), seed: 1));

    public static Sweep Run(SweepGrid grid, RunDirectory run, IProgress<WorkProgress>? progress = null, Action<string>? say = null, CancellationToken? cancellationToken = null)
    {
        using var teacher = Teacher();
        return SweepRunner.Run(
            grid, "small", run, Examples, HeldOut, Test, teacher, new() { Progress = progress, Say = say, CancellationToken = cancellationToken ?? TestContext.Current.CancellationToken });
    }

    public static RunDirectory Directory(string path) => SweepJob.Create(path, "", new SweepRecipe { Data = "glyphs", Grid = Grid });

    /// <summary>All but the time that it took.</summary>
    public static Sweep WithoutSeconds(Sweep sweep) => sweep with { Networks = [.. sweep.Networks.Select(network => network with { Seconds = 0 })] };

    private static ExampleView Glyphs(string name, long first, int count)
    {
        var all = new ExampleView(new GlyphSource(new GlyphOptions { Count = count, First = first }).InMemory());
        return all.Subset([.. Enumerable.Range(0, count)], name);
    }
}
