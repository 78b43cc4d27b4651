using System.Text.Json;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;
using Experiments;
using Hinton2015.Specialists;

namespace Hinton2015.Tests.Specialists;

public sealed class SpecialistsExperimentTests
{
    private static readonly ExampleView Train = Glyphs(first: 0, count: 960);

    private static readonly ExampleView Test = Glyphs(first: 960, count: 320);

    private static readonly SpecialistsExperiment Small = new SpecialistsExperiment().Smoke() with { Images = null, HeldOut = 0.25 };

    [Fact]
    public void All_parts_fill_their_figures()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.Path, Small);
        Assert.True(results.Smoke);
        Assert.Equal((16, 720L, 240L, 320L), (results.Classes, results.TrainingExamples, results.HeldOutExamples, results.TestExamples));
        var (controls, back) = (results.Controls!, results.DistilledBack!);
        foreach (var scores in new[]
        {
            results.Generalist, results.Combined, back.Scores, back.Control, back.Continued, back.ContinuedControl,
            controls.TrainedOn.Scores, controls.OwnTargets!.Scores, controls.Ensemble.Scores,
        })
        {
            Assert.Equal([1L, 2], scores!.BySeed.Select(seed => seed.Seed));
            Assert.All(scores.BySeed, seed => Assert.True(seed.Top1 is > 0 and <= 1 && seed.Top5 >= seed.Top1 && seed.Conditional is > 0 and <= 1));
        }

        Assert.Equal((results.Combined!.Top1 / results.Generalist!.Top1) - 1, results.RelativeGain!.Value, 1e-12);
        Assert.Equal(2 * 320, results.ByCover!.Sum(line => line.Examples));
        Assert.Equal(
            320 * (results.Combined.BySeed.Sum(seed => seed.Top1) - results.Generalist.BySeed.Sum(seed => seed.Top1)), results.ByCover!.Sum(line => line.Delta), 1e-6);
        Assert.All(results.ByCover!, line =>
        {
            Assert.Equal((double)line.Delta / line.Examples, line.Share!.Estimate, 1e-12);
            Assert.InRange(line.Share.Estimate, line.Share.Lower, line.Share.Upper);
        });
        Assert.Equal([1, 2, 3], results.BySpecialists!.Select(gain => gain.Count));
        Assert.Equal(results.Combined.Top1, results.BySpecialists![^1].Top1, 1e-12);
        Assert.Equal(["nearest2", "average1", "average2", "replace1", "replace2"], results.Variants!.Select(variant => variant.Id));
        Assert.Equal([(2, (int?)8, false), (3, null, true)], results.Sizes!.Select(trial => (trial.Specialists, trial.ClassesEach, trial.FullSoftmax)));
        Assert.Equal(1, results.Sizes![1].Active, 1e-12);
        Assert.Equal((24, 3), (results.Scale!.Classes, results.Scale.Families));
        Assert.Equal((24, 3), (results.Families!.Classes, results.Families.Families));
        Assert.All(results.Generalist.HeldOutByEpoch!, epochs => Assert.Equal(2, epochs.Count));
        Assert.InRange(results.GeneralistsStopped!.Value, 0, 2);
        Assert.Null(results.Smoothing);
        var better = Math.Max(controls.TrainedOn.Scores.Top1, controls.OwnTargets.Scores.Top1);
        Assert.Equal(results.Combined.Top1 - better, results.GainBeyondControls!.Estimate, 1e-12);
        Assert.Equal(back.Scores.Top1 - back.Control!.Top1, back.GainBeyondControls!.RandomStart.Estimate, 1e-12);
        Assert.Equal(back.Continued!.Top1 - back.ContinuedControl!.Top1, back.GainBeyondControls.Continued.Estimate, 1e-12);
        Assert.Equal(
            [
                ("generalist", "combined"), ("generalist", "distilled"), ("distilledControl", "distilled"), ("generalist", "continued"), ("continuedControl", "continued"),
                ("trainedOn", "combined"), ("ownTargets", "combined"), ("ensemble", "combined"),
            ],
            results.PairedTests!.Select(test => (test.First, test.Second)));
        Assert.All(results.PairedTests!, test => Assert.Equal((2, 2), (test.OverSeeds!.N, test.PerSeed!.Count)));
        Assert.Equal(SpecialistsRunner.Parts.Order(), results.MinutesByPart.Keys.Order());
        Assert.True(results.Minutes!.AllSpecialists >= results.Minutes.LongestSpecialist && results.Minutes.LongestSpecialist >= results.Minutes.Specialist);
    }

    [Fact]
    public void The_combination_is_that_of_the_library()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.Path, Small with { Seeds = [1] }, ["specialists"]);
        var run = RunDirectory.Open(folder.Path);
        using var generalist = ModelFile.Load(RunDirectory.Open(run.MemberPath("generalist-further-1", 1)).ModelPath);
        var examples = Splits.Stratified(Train, 0.25, 1).Remaining;
        using var counter = new ModelTeacher(generalist.Copy(Precision.F32));
        var sets = ClassAssignment.Of(CovarianceCounter.Count(counter, examples, Small.Specialists.CountTemperature), new AssignmentOptions { Specialists = 3, ClassesEach = 6 }).Sets;
        using var ensemble = new SpecialistEnsemble(
            new ModelTeacher(generalist.Copy(Precision.F32)),
            [.. Enumerable.Range(0, 3).Select(number => new ModelTeacher(ModelFile.Load(RunDirectory.Open(run.MemberPath("specialist", 1000 + number)).ModelPath)))],
            sets);
        var answers = Distill.Evaluation.Predictor.Of(ensemble).Predict(Test, cancellationToken: TestContext.Current.CancellationToken);
        var metrics = answers.Evaluate().Metrics;
        Assert.Equal(results.Combined!.BySeed[0].Top1, metrics.Accuracy, 1e-12);
        Assert.Equal(results.Combined.BySeed[0].Nll, metrics.Nll, 1e-4);

        // Of the examples of covered classes, those that are right when only covered classes are there to choose from.
        var covered = Enumerable.Range(0, sets.Classes).Where(number => sets.Covering(number).Length > 0).ToArray();
        var examined = Enumerable.Range(0, answers.Count).Where(example => covered.Contains((int)answers.Labels[example])).ToArray();
        var right = examined.Count(example => covered.All(number => answers.Case(example)[number] <= answers.Case(example)[(int)answers.Labels[example]]));
        Assert.Equal((double)right / examined.Length, results.Combined.BySeed[0].Conditional!.Value, 1e-12);
    }

    [Fact]
    public void A_part_brings_those_that_it_needs_and_nothing_is_done_twice()
    {
        using var folder = new TemporaryFolder();
        var first = Run(folder.Path, Small, ["controls"]);
        Assert.Equal(["controls", "generalist", "specialists"], first.MinutesByPart.Keys.Order());
        Assert.Null(first.DistilledBack);
        var written = Directory.GetFiles(folder.Path, "*.safetensors", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var second = Run(folder.Path, Small, ["controls", "sizes"]);
        Assert.NotNull(second.Sizes);
        Assert.Equal(first.MinutesByPart["controls"], second.MinutesByPart["controls"]);
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void Interrupted_again_and_again_it_ends_with_the_same_figures()
    {
        string[] parts = ["distilled", "variants"];
        var plan = Small with { Seeds = [1] };
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var expected = Figures(Run(whole.Path, plan, parts));
        for (var interruptions = 0; ; interruptions++)
        {
            Assert.True(interruptions < 60, "the experiment never ends");
            using var stop = new CancellationTokenSource();
            try
            {
                var results = Run(broken.Path, plan, parts, new StopAfter(3 + (4 * interruptions), stop), stop.Token);
                Assert.Equal(expected, Figures(results));
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
    public void All_that_is_out_of_range_is_named_at_once()
    {
        var error = Assert.Throws<DistillException>(() => ExperimentPlan.Changed<SpecialistsExperiment>(
            smoke: false,
            [
                "images=5", "heldOut=0.9", "specialists.count=1", "specialists.passes=0", "distilledBack.temperature=0", "distilledBack.views=0",
                "controls.temperature=0", "sizes.temperature=0", "generalist.stopAfter=0", "specialists.countTemperature=0", "variants.topClasses=[0]", "generalist.training.batchSize=0",
            ]));
        foreach (var problem in new[]
        {
            "images is 5", "heldOut is 0.9", "specialists.count is 1", "specialists.passes is 0", "distilledBack.", "distilledBack.views is 0",
            "controls.", "sizes.", "generalist.stopAfter is 0", "specialists.countTemperature is 0", "variants.topClasses is [0]", "generalist.training.batchSize",
        })
        {
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Examples_that_are_no_images_are_refused()
    {
        using var folder = new TemporaryFolder();
        var numbers = new ExampleView(new ArraySource("numbers", [.. Enumerable.Range(0, 200).Select(number => (float)number)], [.. Enumerable.Range(0, 100).Select(number => number % 4)], ["a", "b", "c", "d"]));
        var run = RunDirectory.CreateAt(folder.File("run"), Manifest());
        var error = Assert.Throws<DistillException>(() => SpecialistsRunner.Run(Small, null, run, numbers, numbers, new() { CancellationToken = TestContext.Current.CancellationToken }));
        Assert.Contains("about images", error.Message, StringComparison.Ordinal);
    }

    private static SpecialistsResults Run(
        string folder, SpecialistsExperiment experiment, IReadOnlyCollection<string>? parts = null, IProgress<WorkProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        var run = RunDirectory.IsRun(folder) ? RunDirectory.Open(folder) : RunDirectory.CreateAt(folder, Manifest());
        return SpecialistsRunner.Run(experiment, parts, run, Train, Test, new() { Progress = progress, CancellationToken = cancellationToken ?? TestContext.Current.CancellationToken });
    }

    private static string Figures(SpecialistsResults results) => JsonSerializer.Serialize(
        results with { MinutesByPart = new Dictionary<string, double>(), Provenance = null, Minutes = null, DistilledBack = results.DistilledBack! with { Minutes = 0 } }, RunJson.Options);

    private static RunManifest Manifest() => RunManifest.Start(
        RunKind.Experiment, JsonSerializer.SerializeToElement(Small, StrictJson.Options), [1], new Dictionary<string, Fingerprint>(), [], RunVersions.Current());

    private static ExampleView Glyphs(long first, int count) =>
        new(new GlyphSource(new GlyphOptions { Count = count, First = first, Classes = 16, FamilySize = 4, Size = 12 }).InMemory());
}
