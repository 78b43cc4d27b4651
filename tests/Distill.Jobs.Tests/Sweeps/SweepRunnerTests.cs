using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using Distill.Training.Schedules;

namespace Distill.Jobs.Tests.Sweeps;

public sealed class SweepRunnerTests
{
    [Fact]
    public void Every_student_has_the_scores_of_its_lone_training()
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var sweep = SmallSweep.Run(SmallSweep.Grid, SmallSweep.Directory(folder.File("run")));

        Assert.Equal(["mlp-12", "mlp-16-8"], sweep.Networks.Select(network => network.Id));
        Assert.Equal(Evaluator.Evaluate(Predictor.Of(teacher), SmallSweep.Test).Metrics.Errors, sweep.TeacherErrors);
        Assert.All(sweep.Networks, network => Assert.True(network.Together));
        var task = new SweepTask(SmallSweep.Grid, SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher);
        foreach (var (network, spec) in sweep.Networks.Zip(SmallSweep.Grid.Networks))
        {
            Assert.Equal([(1, 0.1), (1, 1), (4, 0.1), (4, 1)], network.Settings.Select(setting => (setting.Temperature, setting.HardWeight)));
            var members = task.Members(task.Spec(spec));
            var population = new PopulationTask(members, SmallSweep.Examples, SmallSweep.Grid.Training) { Teacher = teacher, HeldOut = SmallSweep.HeldOut };
            // Last those of labels alone, of which weight 1 is another name.
            Assert.Equal(SmallSweep.Grid.Seeds, network.Labels!.Select(student => student.Seed));
            foreach (var (number, student) in network.Settings.SelectMany(setting => setting.Students).Concat(network.Labels!).Index())
            {
                using var trainer = new Trainer(population.Alone(number));
                var last = trainer.Run().Last!;
                var test = Evaluator.Evaluate(Predictor.Of(members[number].Student), SmallSweep.Test).Metrics;
                Assert.Equal((test.Errors, last.Errors), (student.TestErrors!.Value, student.HeldOutErrors!.Value));
                Assert.Equal(test.Nll, student.TestNll!.Value, 1e-4);
                Assert.Equal(last.Nll, student.HeldOutNll!.Value, 1e-4);
                members[number].Student.Dispose();
            }
        }
    }

    [Fact]
    public void The_chosen_setting_has_the_fewest_held_out_errors_and_its_students_are_files()
    {
        using var folder = new TemporaryFolder();
        var run = SmallSweep.Directory(folder.File("run"));
        var sweep = SmallSweep.Run(SmallSweep.Grid, run);

        foreach (var network in sweep.Networks)
        {
            var chosen = Assert.Single(network.Settings, setting => setting.Chosen);
            Assert.Equal(network.Settings.Min(MeanHeldOut), MeanHeldOut(chosen));
            Assert.Equal(3, network.Tests!.Count);
            Assert.Equal((chosen.Temperature, 1), (network.AgainstLabels!.Temperature, network.AgainstLabels.HardWeight));
            Assert.Equal(network.Labels!.Average(student => student.TestErrors!.Value) - chosen.Students.Average(student => student.TestErrors!.Value), network.AgainstLabels.Difference, 1e-9);
            foreach (var student in chosen.Students)
            {
                using var model = ModelFile.Load(Path.Combine(run.StudentsPath, $"{network.Id}-seed-{student.Seed}.safetensors"));
                Assert.Equal(student.TestErrors, Evaluator.Evaluate(Predictor.Of(model), SmallSweep.Test).Metrics.Errors);
            }
        }

        Assert.Equal(6, Directory.GetFiles(run.StudentsPath, "*.safetensors").Length);
        Assert.False(Directory.Exists(Path.Combine(run.NetworkPath("mlp-12"), "checkpoints")));
        Assert.Equal(StrictJson.Write(sweep), StrictJson.Write(Sweep.Read(run.SweepPath)));
    }

    [Fact]
    public void Every_student_can_be_followed_in_a_folder_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var run = SmallSweep.Directory(folder.File("run"));
        var watched = new List<WatchingObserver>();
        var grid = SmallSweep.Grid with { Networks = [new MlpSpec { Widths = [12] }], Temperatures = [4], HardWeights = [0.1], Seeds = [1, 2] };

        SweepRunner.Run(grid, "small", run, SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher, new() { Observers = (path, step) => [new WatchingObserver(path, step, watched)] });

        Assert.Equal(
            ["T4-w0.1-seed-1", "T4-w0.1-seed-2", "labels-alone-seed-1", "labels-alone-seed-2"],
            watched.Select(one => Path.GetRelativePath(Path.Combine(run.NetworkPath("mlp-12"), "tensorboard"), one.Folder)));
        Assert.All(watched, one => Assert.True(one is { Step: 0, Records: > 0, IsDisposed: true }));
    }

    [Fact]
    public void Without_labels_there_is_no_student_of_labels_alone()
    {
        using var teacher = SmallSweep.Teacher();
        var (shape, classes) = (SmallSweep.Examples.Shape, SmallSweep.Examples.ClassNames);
        var some = new ExampleView(new ArraySource("some", shape, new byte[2 * shape.Size], [-1, 0], [.. classes]));
        var task = new SweepTask(SmallSweep.Grid, some, null, SmallSweep.Test, teacher);

        Assert.False(task.HasLabels);
        var members = task.Members(task.Spec(SmallSweep.Grid.Networks[0]));
        Assert.Equal(SmallSweep.Grid.Settings.Count() * 3, members.Count);
        Assert.DoesNotContain(members, member => member.Name.Contains("labels alone", StringComparison.Ordinal));
        foreach (var member in members)
        {
            member.Student.Dispose();
        }
    }

    [Fact]
    public void Without_held_out_examples_nothing_is_chosen()
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var run = SmallSweep.Directory(folder.File("run"));

        var sweep = SweepRunner.Run(
            SmallSweep.Grid, "small", run, SmallSweep.Examples, null, SmallSweep.Test, teacher, new() { CancellationToken = TestContext.Current.CancellationToken }, teacherErrors: 5);

        Assert.Equal(5, sweep.TeacherErrors);
        Assert.Equal(0, sweep.Dataset.HeldOutExamples);
        Assert.All(sweep.Networks, network => Assert.Null(network.Tests));
        Assert.DoesNotContain(sweep.Networks.SelectMany(network => network.Settings), setting => setting.Chosen);
        Assert.False(Directory.Exists(run.StudentsPath));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Stopped_again_and_again_it_ends_with_the_same_files(double dropout)
    {
        using var folder = new TemporaryFolder();
        var grid = SmallSweep.Grid with
        {
            Networks = [new MlpSpec { Widths = [12] }, new MlpSpec { Widths = [8], HiddenDropout = dropout }],
            Seeds = [1, 2],
        };
        var (whole, broken) = (SmallSweep.Directory(folder.File("whole")), SmallSweep.Directory(folder.File("broken")));
        var expected = SmallSweep.WithoutSeconds(SmallSweep.Run(grid, whole));
        var interruptions = 0;
        while (true)
        {
            // Each attempt gets a little further than the one before.
            using var stop = new CancellationTokenSource();
            try
            {
                var sweep = SmallSweep.Run(grid, broken, new StopAfter(2 << interruptions, stop), cancellationToken: stop.Token);
                Assert.Equal(StrictJson.Write(expected), StrictJson.Write(SmallSweep.WithoutSeconds(sweep)));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.False(File.Exists(broken.SweepPath));
                Assert.True(++interruptions < 100, "the sweep never ends");
            }
        }

        Assert.True(interruptions > 0, "the sweep was never interrupted");
        Assert.Equal(Files(whole.StudentsPath), Files(broken.StudentsPath));
    }

    [Fact]
    public void What_is_finished_is_taken_up_and_another_grid_refused()
    {
        using var folder = new TemporaryFolder();
        var run = SmallSweep.Directory(folder.File("run"));
        var first = SmallSweep.Run(SmallSweep.Grid, run);

        Assert.Equal(StrictJson.Write(first), StrictJson.Write(SmallSweep.Run(SmallSweep.Grid, run)));

        var message = Assert.Throws<DistillException>(() => SmallSweep.Run(SmallSweep.Grid with { Temperatures = [1, 5] }, run)).Message;
        Assert.Contains("was finished by another plan: temperatures: ", message, StringComparison.Ordinal);
        Assert.Contains("[1,5] now", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_a_population_is_trained_one_by_one_and_the_reason_said_once()
    {
        using var folder = new TemporaryFolder();
        var said = new List<string>();
        NetworkSpec dropout = new MlpSpec { Widths = [8], HiddenDropout = 0.5 };
        var grid = SmallSweep.Grid with
        {
            Networks = [new MlpSpec { Widths = [8] }, dropout, new MlpSpec { Widths = [9], InputDropout = 0.2 }],
            HardWeights = [0.1],
            Seeds = [1],
        };

        var sweep = SmallSweep.Run(grid, SmallSweep.Directory(folder.File("run")), say: said.Add);

        Assert.Equal([true, false, false], sweep.Networks.Select(network => network.Together));
        Assert.Equal($"Students trained one after another: 784-8-16; 784-9-16; {PopulationTask.Obstacle(dropout)}.", Assert.Single(said));
        Assert.All(sweep.Networks, network => Assert.Null(network.Tests));
        Assert.All(sweep.Networks.SelectMany(network => network.Settings).SelectMany(setting => setting.Students), student => Assert.NotNull(student.TestErrors));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void A_student_whose_loss_is_no_number_is_recorded_and_the_others_go_on(double dropout)
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TeacherWithHole(5);
        var grid = SmallSweep.Grid with { Networks = [new MlpSpec { Widths = [8], InputDropout = dropout }], Temperatures = [5, 1], HardWeights = [0], Seeds = [1, 2] };

        var settings = Sweep(grid, "run").Settings;

        Assert.All(settings[0].Students, student => Assert.Matches("^step 1 of 30 .*: the loss is NaN, with temperature 5", student.Failure));
        Assert.All(settings[0].Students, student => Assert.Equal((null, null), (student.TestErrors, student.HeldOutErrors)));
        Assert.All(settings[1].Students, student => Assert.Null(student.Failure));
        Assert.All(settings[1].Students, student => Assert.NotNull(student.TestErrors));
        Assert.Equal([false, true], settings.Select(setting => setting.Chosen));

        var none = Sweep(grid with { Temperatures = [5] }, "none").Settings[0];
        Assert.Equal(settings[0].Students, none.Students);
        Assert.False(none.Chosen);

        SweepNetwork Sweep(SweepGrid grid, string name) => SweepRunner.Run(
            grid, "small", SmallSweep.Directory(folder.File(name)), SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher,
            new() { CancellationToken = TestContext.Current.CancellationToken }).Networks[0];
    }

    // One step makes each weight −999 times as large; fifteen layers then leave the range of float32.
    [Theory]
    [InlineData(0, true, "the held-out evaluation after step 1")]
    [InlineData(0.1, true, "the held-out evaluation after step 1")]
    [InlineData(0, false, "the test after the last step")]
    [InlineData(0.1, false, "the test after the last step")]
    public void A_student_that_answers_no_number_is_recorded_too(double dropout, bool holdsOut, string expected)
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var grid = SmallSweep.Grid with
        {
            Networks = [new MlpSpec { Widths = [.. Enumerable.Repeat(32, 15)], InputDropout = dropout }],
            Training = new TrainingOptions
            {
                Duration = Duration.Steps(1),
                Optimizer = new SgdOptions(),
                Schedule = new ConstantRate { Rate = 1000 },
                WeightDecay = 1,
            },
        };

        var sweep = SweepRunner.Run(
            grid, "small", SmallSweep.Directory(folder.File("run")), SmallSweep.Examples, holdsOut ? SmallSweep.HeldOut : null, SmallSweep.Test, teacher,
            new() { CancellationToken = TestContext.Current.CancellationToken });

        Assert.All(sweep.Networks[0].Settings.SelectMany(setting => setting.Students), student =>
        {
            Assert.StartsWith(expected, student.Failure, StringComparison.Ordinal);
            Assert.Null(student.TestErrors);
        });
        Assert.DoesNotContain(sweep.Networks[0].Settings, setting => setting.Chosen);
    }

    [Fact]
    public void A_population_that_is_too_large_is_trained_in_groups_with_the_same_results()
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var task = new SweepTask(SmallSweep.Grid with { HardWeights = [0.1] }, SmallSweep.Examples, SmallSweep.HeldOut, SmallSweep.Test, teacher);
        var spec = task.Spec(new MlpSpec { Widths = [12] });
        var (whole, groups, single) = (Train("whole", 4_000_000_000), Train("groups", 1_000_000), Train("single", 1));

        Assert.Equal((1, 2, 9), (whole.Groups, groups.Groups, single.Groups));
        foreach (var other in new[] { groups, single })
        {
            Assert.Equal(whole.Results.Select(result => (result.Name, result.Last!.Errors)), other.Results.Select(result => (result.Name, result.Last!.Errors)));
            Assert.All(whole.Results.Zip(other.Results), pair => Assert.Equal(pair.First.Last!.Nll, pair.Second.Last!.Nll, 1e-4));
        }

        (IReadOnlyList<MemberResult> Results, int Groups) Train(string name, long bytes)
        {
            var members = task.Members(spec);
            var checkedLayers = 0;
            var results = new SweepTraining(task, (_, _) => checkedLayers++, folder.File(name), new() { CancellationToken = TestContext.Current.CancellationToken }) { BytesAtOnce = bytes }.Together(members);
            Assert.All(members, member => member.Student.Dispose());
            Assert.Equal(Directory.GetDirectories(folder.File(name)).Length, checkedLayers);
            return (results, Directory.GetDirectories(folder.File(name)).Length);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();
        using var teacher = SmallSweep.Teacher();
        var run = SmallSweep.Directory(folder.File("run"));
        var grid = SmallSweep.Grid with { Networks = [new MlpSpec { Widths = [0] }, new ConvNetSpec { Channels = [4, 4, 4, 4, 4, 4] }] };

        var message = Assert.Throws<DistillException>(() => SmallSweep.Run(grid, run)).Message;

        Assert.StartsWith("The sweep cannot start: networks[0]: widths is [0]", message, StringComparison.Ordinal);
        Assert.Contains("networks[1]: channels has 6 stages", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.NetworkPath("mlp-0")));
    }

    private static double MeanHeldOut(SweepSetting setting) => setting.Students.Average(student => student.HeldOutErrors!.Value);

    private static IEnumerable<(string Name, string Bytes)> Files(string folder) => Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path))));
}
