using System.Text.Json;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using Experiments;
using Hinton2015.Mnist;

namespace Hinton2015.Tests.Mnist;

public sealed class MnistExperimentTests
{
    private static readonly ExampleView Train = Glyphs(first: 0, count: 600);

    private static readonly ExampleView Test = Glyphs(first: 600, count: 300);

    private static readonly MnistExperiment Small = Smaller(new MnistExperiment().Smoke());

    [Fact]
    public void All_parts_fill_their_figures()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.Path, Small, MnistRunner.Parts);
        Assert.True(results.Smoke);
        Assert.Equal(300, results.TestExamples);
        Assert.InRange(results.Teacher!.Errors, 0, 299);
        foreach (var row in new[] { results.Hard, results.Distilled, results.Consistent, results.HardJittered, results.DistilledLower, results.Hints, results.Mixtures })
        {
            Assert.Equal(2, row!.Errors.Count);
            Assert.All(row.Errors, errors => Assert.InRange(errors, 0, 300));
        }

        Assert.Equal((1.0, 9.0, 9.0), (results.Distilled!.Epochs, results.Consistent!.Epochs, results.HardJittered!.Epochs));
        Assert.Equal((2.0, 3.0, 6.0), (results.Hints!.Epochs, results.Mixtures!.Epochs, results.DistilledLower!.Temperature));
        Assert.Equal((2, 2, 2), (results.Inherited!.StartErrors.Count, results.Inherited.Hard.Errors.Count, results.Inherited.Distilled.Errors.Count));
        Assert.Equal((20.0, 1.0), (results.Inherited.Distilled.Temperature, results.Inherited.Hard.HardWeight));
        Assert.Equal(2 * 3 * 2, results.Temperature!.Sum(entry => entry.Errors.Count));
        Assert.Equal([30, 100], results.Temperature!.Select(entry => entry.Width).Distinct());
        Assert.All(results.Temperature!, entry => Assert.Equal(2, entry.HeldOutErrors!.Count));
        Assert.Equal(2 * (3 - 1), results.TemperatureTests!.Count);
        Assert.Equal([20, 50, 100, 1000, double.PositiveInfinity], results.Limit!.Select(limit => limit.Temperature));
        Assert.All(results.Limit!, limit => Assert.InRange(limit.LogitMse, 1e-6, 1e6));
        Assert.Equal((2, 1), (results.Ensemble!.MemberErrors.Count, results.Ensemble.StudentErrors.Count));
        Assert.Equal([("hard", "distilled"), ("distilled", "distilledLower"), ("distilled", "consistent"), ("hard", "hardJittered"), ("hardJittered", "consistent"), ("distilled", "inherited"), ("inheritedHard", "inherited"), ("distilled", "hints"), ("distilled", "mixtures")], results.PairedTests!.Select(test => (test.First, test.Second)));
        Assert.Equal(MnistRunner.Parts.Order(), results.MinutesByPart.Keys.Order());
        Assert.Equal(results.MinutesByPart.Where(pair => pair.Key != "ensemble").Sum(pair => pair.Value), results.Minutes, 1e-9);
        Assert.NotNull(results.Provenance);

        // A student that never saw a 3 does not call anything one; the bias makes up for it.
        var omit3 = results.Omit3!;
        Assert.Equal(omit3.Threes, Test.ClassCounts()[3]);
        Assert.True(omit3.TestBias.Errors <= omit3.Errors && omit3.TestBias.Errors <= omit3.PriorBias.Errors);
        var only78 = results.Only78!;
        Assert.True(only78.TestBias.ErrorRate <= only78.ErrorRate && only78.TestBias.ErrorRate <= only78.PriorBias.ErrorRate);
        Assert.NotEqual(0, only78.PriorBias.Shift);
    }

    [Fact]
    public void A_part_alone_trains_the_teacher_and_others_are_added_later_without_doing_anything_twice()
    {
        using var folder = new TemporaryFolder();
        var first = Run(folder.Path, Small, ["limit"]);
        Assert.NotNull(first.Teacher);
        Assert.NotNull(first.Limit);
        Assert.Null(first.Hard);
        Assert.Null(first.Temperature);
        var written = Written(folder.Path);

        var second = Run(folder.Path, Small, ["limit", "omitted"]);
        Assert.NotNull(second.Omit3);
        Assert.Equal(first.Limit!.Select(limit => limit.LogitMse), second.Limit!.Select(limit => limit.LogitMse));
        Assert.Equal(first.MinutesByPart["limit"], second.MinutesByPart["limit"]);
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void Interrupted_again_and_again_it_ends_with_the_same_figures()
    {
        string[] parts = ["students", "inherited", "temperature"];
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var expected = Figures(Run(whole.Path, Small, parts));
        for (var interruptions = 0; ; interruptions++)
        {
            Assert.True(interruptions < 60, "the experiment never ends");
            using var stop = new CancellationTokenSource();
            try
            {
                var results = Run(broken.Path, Small, parts, new StopAfter(4 + (2 * interruptions), stop), stop.Token);
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
    public void Another_plan_in_the_same_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, Small, ["teacher"]);
        File.Delete(RunDirectory.Open(folder.Path).PathOf("mnist.json"));
        var other = Small with { Omitted = Small.Omitted with { Temperature = 3 } };
        Run(folder.Path, other, ["omitted"]);
        File.Delete(RunDirectory.Open(folder.Path).PathOf("mnist.json"));
        var error = Assert.Throws<DistillException>(() => Run(folder.Path, Small, ["omitted"]));
        Assert.Contains("objective of 'omit3': soft targets at T = 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_ten_classes_are_refused()
    {
        using var folder = new TemporaryFolder();
        var run = RunDirectory.CreateAt(folder.File("run"), Manifest());
        var five = new ExampleView(new GlyphSource(new GlyphOptions { Count = 100, Classes = 5 }).InMemory());
        var error = Assert.Throws<DistillException>(() => MnistRunner.Run(
            Small, ["teacher"], run, five, five, new() { CancellationToken = TestContext.Current.CancellationToken }));
        Assert.Contains("ten digits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_out_of_range_is_named_at_once()
    {
        var error = Assert.Throws<DistillException>(() => ExperimentPlan.Changed<MnistExperiment>(
            smoke: false, ["images=5", "students.temperature=0", "omitted.seeds=[1,1]", "ensemble.members=1", "temperature.heldOut=0.9", "temperature.temperatures=[0]", "limit.training.batchSize=0"]));
        foreach (var problem in new[] { "images is 5", "students.", "omitted.seeds is [1, 1]", "ensemble.members is 1", "temperature.heldOut is 0.9", "temperatures is [0]", "limit.training.batchSize" })
        {
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "did you mean 'seeds'", Assert.Throws<DistillException>(() => ExperimentPlan.Changed<MnistExperiment>(true, ["students.seed=[1]"])).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([7L, 8], ExperimentPlan.Changed<MnistExperiment>(true, ["students.seeds=[7,8]"]).Students.Seeds);
    }

    [Fact]
    public void The_plan_survives_being_written_and_read()
    {
        using var folder = new TemporaryFolder();
        var run = MnistRunner.Experiment.Create(folder.File("run"), folder.Path, Small);
        var (_, again) = MnistRunner.Experiment.Change(run.Path, []);
        Assert.Equal(Sorted(Small), Sorted(again));

        static IEnumerable<string> Sorted(MnistExperiment experiment) => StrictJson.Write(experiment).Split('\n').Select(line => line.Trim(' ', ',')).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Resuming_may_change_the_plans_of_parts_that_are_not_done_and_no_others()
    {
        using var folder = new TemporaryFolder();
        var run = MnistRunner.Experiment.Create(folder.File("run"), folder.Path, Small);
        Run(run.Path, Small, ["limit"]);
        var (_, changed) = MnistRunner.Experiment.Change(run.Path, ["omitted.temperature=3", "ensemble.seeds=[4]"]);
        Assert.Equal((3.0, 4L), (changed.Omitted.Temperature, changed.Ensemble.Seeds.Single()));
        Assert.Equal(3, MnistRunner.Experiment.Change(run.Path, []).Plan.Omitted.Temperature);

        var refused = Assert.Throws<DistillException>(() => MnistRunner.Experiment.Change(run.Path, ["limit.seeds=[9]", "teacher.training.batchSize=7"]));
        Assert.Contains("has done teacher, limit by another plan", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_of_another_plan_is_not_taken_up()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, Small, ["teacher"]);
        File.Delete(RunDirectory.Open(folder.Path).PathOf("mnist.json"));
        var other = Small with { Teacher = Small.Teacher with { Training = Small.Teacher.Training with { BatchSize = 50 } } };
        var error = Assert.Throws<DistillException>(() => Run(folder.Path, other, ["teacher"]));
        Assert.Contains("The training of 'teacher' in ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"option batchSize: {Small.Teacher.Training.BatchSize} there, 50 now", error.Message, StringComparison.Ordinal);

        // The member's run.json says what it was made with.
        var configuration = RunDirectory.Open(RunDirectory.Open(folder.Path).MemberPath("teacher", 1)).ReadManifest().Configuration;
        Assert.Equal(Small.Teacher.Training.BatchSize, configuration.GetProperty("training").GetProperty("batchSize").GetInt32());
        Assert.Equal("mlp", configuration.GetProperty("network").GetProperty("kind").GetString());
    }

    private static MnistResults Run(
        string folder, MnistExperiment experiment, IReadOnlyCollection<string> parts, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var run = RunDirectory.IsRun(folder) ? RunDirectory.Open(folder) : RunDirectory.CreateAt(folder, Manifest());
        return MnistRunner.Run(experiment, parts, run, Train, Test, new() { Progress = progress, CancellationToken = cancellationToken });
    }

    private static RunManifest Manifest() => RunManifest.Start(
        RunKind.Experiment, JsonSerializer.SerializeToElement(Small, StrictJson.Options), [1], new Dictionary<string, Fingerprint>(), [], RunVersions.Current());

    // Layers small enough that a test takes seconds.
    private static MnistExperiment Smaller(MnistExperiment experiment) => experiment with
    {
        Teacher = experiment.Teacher with { Network = experiment.Teacher.Network with { Widths = [64, 64] } },
        Students = experiment.Students with { Network = Net },
        Inherited = experiment.Inherited with { Network = Net },
        Omitted = experiment.Omitted with { Network = Net },
        Limit = experiment.Limit with { Network = Net },
        Ensemble = experiment.Ensemble with { Teacher = new ConvNetSpec { Channels = [4], Hidden = 8 }, Network = Net, Mean = EnsembleMean.Geometric },
    };

    private static MlpSpec Net => new() { Widths = [32, 32] };

    private static Dictionary<string, DateTime> Written(string folder) => Directory
        .EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private static string Figures(MnistResults results) => JsonSerializer.Serialize(new
    {
        results.Teacher,
        results.Hard,
        results.Distilled,
        results.Consistent,
        results.Inherited,
        results.Temperature,
        results.TemperatureTests,
        results.PairedTests,
    }, RunJson.Options);

    private static ExampleView Glyphs(long first, int count) => new(new GlyphSource(new GlyphOptions { Count = count, First = first, Classes = 10 }).InMemory());
}
