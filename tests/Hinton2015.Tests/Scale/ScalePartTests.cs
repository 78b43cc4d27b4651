using System.Text.Json;
using Distill.Runs;
using Distill.Specialists;
using Hinton2015.Scale;

namespace Hinton2015.Tests.Scale;

public sealed class ScalePartTests
{
    private static readonly ScalePlan Small = new ScalePlan().Smoke();

    [Fact]
    public void All_stages_fill_their_figures()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder, Small);
        Assert.True(results.Smoke);
        Assert.Equal((24, 3, 3, 9), (results.Classes, results.Families, results.Specialists, results.ClassesEach));
        Assert.InRange(results.Generalist.Top5, results.Generalist.Top1, 1);
        Assert.Equal((96, 960, 1.0), (results.Generalist.TestExamples, results.Generalist.Examples, results.Generalist.Epochs));
        Assert.Equal((240, 12, 24 * 25 / 2 * 12), (results.Covariance.Examples, results.Covariance.TopK, results.Covariance.Bytes));
        Assert.InRange(results.Covariance.Remaining, 0, 0.5);
        Assert.InRange(results.Clusters.RandIndex, -1, 1);
        Assert.InRange(results.Clusters.Smallest, 1, results.Clusters.Largest);
        Assert.InRange(results.Clusters.Covered, 9, 24);
        Assert.Equal(3, results.Combined.Trained);
        Assert.InRange(results.Combined.Top5, results.Combined.Top1, 1);
        Assert.InRange(results.Combined.Active, 0, 3);
        Assert.InRange(results.TrainedOn!.Top5, results.TrainedOn.Top1, 1);
        Assert.Equal(results.Combined.Top1 - results.TrainedOn.Top1, results.TrainedOn.GainBeyond.Estimate, 1e-12);
        Assert.Equal(["labelling", "covariance", "clusters", "answers of the generalist", "answers of specialists", "combination"], results.Stages.Select(stage => stage.Name));
        foreach (var stage in results.Stages)
        {
            var hours = stage.PerCoreSecond is { } rate ? results.TargetExamples / rate / 3600 : stage.CoreSeconds / 3600;
            Assert.Equal(hours, stage.CoreHours, hours * 1e-9);
            Assert.Equal(stage.Examples / stage.CoreSeconds, stage.PerCoreSecond);
            Assert.Contains("3,600", stage.Formula, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_done_is_taken_up_and_survives_being_written()
    {
        using var folder = new TemporaryFolder();
        var first = Run(folder, Small);
        Assert.Equal(Text(first), Text(Run(folder, Small)));
        var mistake = Assert.Throws<DistillException>(() => Run(folder, Small with { TopK = 11 }));
        Assert.Contains("by another plan", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_again_and_again_it_ends_with_the_same_figures()
    {
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var expected = Figures(Run(whole, Small));
        for (var interruptions = 0; ; interruptions++)
        {
            Assert.True(interruptions < 60, "the experiment never ends");
            using var stop = new CancellationTokenSource();
            try
            {
                Assert.Equal(expected, Figures(Run(broken, Small, new StopAfter(2 + (5 * interruptions), stop), stop.Token)));
                Assert.True(interruptions > 0, "it was never interrupted");
                break;
            }
            catch (OperationCanceledException)
            {
                // The next attempt gets a little further.
            }
        }
    }

    [Fact]
    public void Specialists_that_are_not_trained_leave_their_classes_to_the_generalist()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder, Small with { Trained = 1 });
        Assert.Equal(1, results.Combined.Trained);
        Assert.InRange(results.Combined.Active, 0, 1);
    }

    [Fact]
    public void All_that_is_out_of_range_is_named_at_once()
    {
        using var folder = new TemporaryFolder();
        var wrong = Small with { TopK = 25, Temperature = 0, Trained = 4, Passes = 0, TestEach = 0, Assignment = new AssignmentOptions { Specialists = 1 } };
        var mistake = Assert.Throws<DistillException>(() => Run(folder, wrong));
        foreach (var problem in new[] { "topK is 25", "temperature is 0", "trained is 4", "passes is 0", "testEach is 0", "assignment.specialists is 1" })
        {
            Assert.Contains(problem, mistake.Message, StringComparison.Ordinal);
        }

        Assert.Empty(new ScalePlan().Problems());
        Assert.Equal(61, (15_000 + new ScalePlan().FamilySize - 1) / new ScalePlan().FamilySize);
    }

    private static ScaleResults Run(TemporaryFolder folder, ScalePlan plan, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var path = folder.File("run");
        var run = RunDirectory.IsRun(path) ? RunDirectory.Open(path) : RunDirectory.CreateAt(path, RunManifest.Start(
            RunKind.Experiment, JsonSerializer.SerializeToElement(plan, StrictJson.Options), [1], new Dictionary<string, Fingerprint>(), [], RunVersions.Current()));
        return ScalePart.Run(plan, run, "scale", new() { Progress = progress, CancellationToken = cancellationToken });
    }

    private static string Text(ScaleResults results) => JsonSerializer.Serialize(results, RunJson.Options);

    private static string Figures(ScaleResults results) => JsonSerializer.Serialize(
        new
        {
            results.Generalist.Top1,
            results.Generalist.Top5,
            results.TrainedOn,
            results.Covariance.Remaining,
            results.Clusters.Spread,
            results.Clusters.RandIndex,
            results.Clusters.Covered,
            Combined = results.Combined with { SpecialistMinutes = 0 },
        },
        RunJson.Options);

    private sealed class StopAfter(int reports, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        private int seen;

        public void Report(WorkProgress value)
        {
            if (++seen == reports)
            {
                stop.Cancel();
            }
        }
    }
}
