using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Tests.Jobs;

/// <summary>The same line makes a run and resumes it.</summary>
public sealed class KeptRecipeTests : IDisposable
{
    private static readonly TrainRecipe Asked = new() { Data = "glyphs", Limit = 100, Network = new MlpSpec { Widths = [8] } };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_line_makes_a_run_and_then_finds_it()
    {
        var (made, _) = TrainJob.ResumeOrCreate(folder.File("run"), Asked);
        var started = made.ReadManifest().Started;
        var (found, recipe) = TrainJob.ResumeOrCreate(folder.File("run"), Asked);
        Assert.Equal((made.Path, started), (found.Path, found.ReadManifest().Started));
        Assert.Equal(100, recipe.Limit);
    }

    [Fact]
    public void Another_line_is_refused_by_what_differs()
    {
        TrainJob.ResumeOrCreate(folder.File("run"), Asked);
        var mistake = Assert.Throws<DistillException>(() => TrainJob.ResumeOrCreate(
            folder.File("run"), Asked with { Limit = null, Network = new MlpSpec { Widths = [8, 8] } }));
        Assert.Contains("limit is 100 there, and nothing here", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("network.widths", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("training", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_other_things_is_refused()
    {
        Directory.CreateDirectory(folder.File("run"));
        File.WriteAllText(folder.File("run/notes.txt"), "mine");
        Assert.Contains("is not empty", Assert.Throws<DistillException>(() => TrainJob.ResumeOrCreate(folder.File("run"), Asked)).Message, StringComparison.Ordinal);
    }
}
