using Descendants.Plans;
using Distill.Jobs;
using Distill.Models;
using Distill.Runs;

namespace Descendants.Tests;

public sealed class ObjectivesExperimentTests
{
    private static readonly ObjectivesExperiment Small = new ObjectivesExperiment().Smoke();

    [Fact]
    public void BothSetsFillTheirTables()
    {
        using var folder = new TemporaryFolder();
        var results = Run(folder.File("run"), Small, null);
        Assert.True(results.Smoke);
        Assert.Equal(2, results.Sets.Count);
        foreach (var set in results.Sets)
        {
            Assert.Equal(("glyphs", 540, 60, 2), (set.Data, set.TrainingExamples, set.HeldOutExamples, set.Views));
            Assert.Equal(["conv", "resnet"], set.Students.Select(student => student.Name));
        }

        foreach (var (set, rows) in results.Sets.SelectMany(set => set.Students.Select(student => (set, student.Objectives))))
        {
            Assert.Equal(["labels", "distillation", "correlation", "attention"], rows.Select(row => row.Objective));
            Assert.All(rows, row => Assert.Equal(2, row.Errors.Count));
            Assert.All(rows, row => Assert.All(row.Errors, errors => Assert.InRange(errors, 0, set.TestExamples)));
            Assert.Equal([false, true, true, true], rows.Select(row => row.Chosen is not null));
            foreach (var row in rows.Skip(1))
            {
                Assert.Equal(2, row.Trials.Count);
                Assert.Equal(row.Trials.MinBy(trial => trial.HeldOutErrors)!.Numbers, row.Chosen);
            }

            Assert.Equal([true, false, true, true], rows.Select(row => row.GainOverKd is not null));
            foreach (var row in rows.Where(row => row.GainOverKd is not null))
            {
                Assert.Equal((rows[1].Errors.Average() - row.Errors.Average()) / set.TestExamples, row.GainOverKd!.Estimate, 1e-12);
                Assert.Equal(2, row.GainOverKd.OverSeeds!.N);
                Assert.True(row.GainOverKd.PCorrected >= row.GainOverKd.OverSeeds.P);
            }
        }

        AreFilesOfFewerBits(results.Bits!, Path.Combine(folder.File("run"), "bits"));
        Assert.Equal(
            ["bits", "fashion", "fashion-hints", "fashion-resnet", "fashion-resnet-hints", "tiny", "tiny-hints", "tiny-resnet", "tiny-resnet-hints"], results.MinutesByPart.Keys.Order());
    }

    [Fact]
    public void AStudentIsWhatTheTrainerMakes()
    {
        using var folder = new TemporaryFolder();
        var plan = Small with { Seeds = [1], Objectives = [Small.Objectives[0]] };
        Run(folder.File("run"), plan, ["fashion"]);
        var run = RunDirectory.Open(folder.File("run"));
        using var student = ModelFile.Load(RunDirectory.Open(run.MemberPath("fashion-conv-distillation", 1)).ModelPath);
        using var labels = ModelFile.Load(RunDirectory.Open(run.MemberPath("fashion-conv-labels", 1)).ModelPath);
        Assert.Equal(plan.Fashion.Conv.Network, student.Spec!.Network);
        Assert.NotEqual(student.Fingerprint(), labels.Fingerprint());
        // The trials have a seed and a length of their own.
        Assert.Equal(101, Assert.Single(RunDirectory.Open(run.MemberPath("fashion-conv-distillation-trial-1", 101)).ReadManifest().Seeds));
    }

    [Fact]
    public void InterruptedAgainAndAgainItEndsWithTheSameFigures()
    {
        var plan = Small with { Seeds = [1] };
        using var folder = new TemporaryFolder();
        var whole = Run(folder.File("whole"), plan, ["fashion"]);
        var run = ObjectivesRunner.Experiment.Create(folder.File("parts"), "", plan);
        for (var members = 2; ; members += 3)
        {
            using var stop = new CancellationTokenSource();
            var wanted = members;
            try
            {
                var results = ObjectivesRunner.Run(plan, ["fashion"], run, new JobContext { Progress = new StopWhen(() => run.Members().Count >= wanted, stop), CancellationToken = stop.Token });
                Assert.Equal(Figures(whole), Figures(results));
                return;
            }
            catch (OperationCanceledException)
            {
                Assert.True(members < 100);
            }
        }
    }

    [Fact]
    public void AProcessThatJoinsTrainsEverythingAndMeasuresNothing()
    {
        var plan = Small with { Seeds = [1], Objectives = [.. Small.Objectives.Take(2)] };
        using var folder = new TemporaryFolder();
        var whole = Run(folder.File("whole"), plan, ["tiny"]);
        var run = ObjectivesRunner.Experiment.Create(folder.File("shared"), "", plan);
        ObjectivesRunner.Experiment.Join(run.Path, ["tiny"], new JobContext());
        Assert.False(File.Exists(Path.Combine(run.Path, "objectives.json")));
        var trained = run.Members().ToDictionary(member => member.Name, member => File.GetLastWriteTimeUtc(member.ModelPath));
        // The teacher, labels, two objectives, and two trials of each, which alone are measured.
        Assert.Equal(8, trained.Count);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(run.Path, "measures")).Length);
        var measured = ObjectivesRunner.Run(plan, ["tiny"], run, new JobContext());
        Assert.Equal(Figures(whole), Figures(measured));
        Assert.Equal(trained, run.Members().ToDictionary(member => member.Name, member => File.GetLastWriteTimeUtc(member.ModelPath)));
        // Nothing is left to train, not even to look for.
        ObjectivesRunner.Experiment.Join(run.Path, ["tiny"], new JobContext { Progress = new StopWhen(() => throw new InvalidOperationException("there is work"), new CancellationTokenSource()) });
    }

    [Fact]
    public void AnotherProgramCannotJoin()
    {
        using var folder = new TemporaryFolder();
        var run = ObjectivesRunner.Experiment.Create(folder.File("run"), "", Small);
        run.WriteManifest(run.ReadManifest() with { Commit = "0000000", Machine = run.ReadManifest().Machine with { Processor = "an abacus" } });
        var refused = Assert.Throws<DistillException>(() => ObjectivesRunner.Experiment.Join(run.Path, null, new JobContext()));
        Assert.Contains("by a program of commit 0000000", refused.Message, StringComparison.Ordinal);
        Assert.Contains("on an abacus", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfBitsAreMadeOnce()
    {
        var plan = Small with { Seeds = [1], Objectives = [Small.Objectives[0]] };
        using var folder = new TemporaryFolder();
        var whole = Run(folder.File("whole"), plan, ["bits"]).Bits!;
        var run = ObjectivesRunner.Experiment.Create(folder.File("shared"), "", plan);
        ObjectivesRunner.Experiment.Join(run.Path, ["bits"], new JobContext());
        var files = Directory.GetFiles(Path.Combine(run.Path, "bits")).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        Assert.Equal(6, files.Count);
        Assert.All(files.Keys, file => Assert.EndsWith(".onnx", file, StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(Path.Combine(run.Path, "bits")));
        var measured = ObjectivesRunner.Run(plan, ["bits"], run, new JobContext()).Bits!;
        // What is done keeps its plan; what is not may have another.
        ObjectivesRunner.Experiment.Change(run.Path, ["tiny.conv.training.batchSize=32"]);
        var refused = Assert.Throws<DistillException>(() => ObjectivesRunner.Experiment.Change(run.Path, ["fashion.conv.training.batchSize=32"]));
        Assert.Contains("has done fashion by another plan", refused.Message, StringComparison.Ordinal);
        Assert.Equal(whole.Rows.SelectMany(row => row.Errors), measured.Rows.SelectMany(row => row.Errors));
        Assert.Equal(files, Directory.GetFileSystemEntries(Path.Combine(run.Path, "bits")).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Theory]
    [InlineData("""bits.epochs=0""", "bits.epochs is 0; expected more than 0")]
    [InlineData("""bits.rate=-1""", "bits.rate is -1; expected more than 0")]
    [InlineData("""trialSeed=1""", "trialSeed is 1, which is among the seeds")]
    [InlineData("""trialShare=0""", "trialShare is 0; expected more than 0, at most 1")]
    [InlineData("""fashion.views=0""", "fashion.views is 0; expected 1 to 98")]
    [InlineData("""tiny.heldOut=0.9""", "tiny.heldOut is 0.9; expected 0.01 to 0.5")]
    [InlineData("""objectives=[{"name":"decoupled","kind":"decoupled","candidates":[{"temperature":4,"hardWeight":0.1}]}]""", "objectives do not begin with distillation")]
    [InlineData("""objectives=[{"name":"distillation","candidates":[{"temperature":4,"hardWeight":0.1}]},{"name":"b","candidates":[{"temperature":4,"hardWeight":0.1},{"temperature":2,"hardWeight":0.1}]}]""", "different numbers of candidates")]
    [InlineData("""objectives=[{"name":"distillation","hints":"attention","candidates":[{"temperature":4,"hardWeight":0.1}]}]""", "lacks a hintWeight above 0")]
    public void WhatIsOutOfRangeIsRefused(string change, string expected)
    {
        using var folder = new TemporaryFolder();
        var refused = Assert.Throws<DistillException>(() => ObjectivesRunner.Experiment.Create(folder.File("run"), "", smoke: false, [change]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryObjectiveOfThePlanCanBeMadeForEveryStudent()
    {
        new ObjectivesExperiment().Validate("the experiment");
        foreach (var set in new[] { SetPlans.Fashion, SetPlans.Tiny })
        {
            var shape = set == SetPlans.Fashion ? new ExampleShape(1, 28, 28) : new ExampleShape(3, 32, 32);
            using var teacher = Classifier.Build(new ModelSpec(shape, ["a", "b"], Normalisation.None, set.Teacher), 1);
            foreach (var student in new[] { set.Conv, set.ResNet })
            {
                using var model = Classifier.Build(new ModelSpec(shape, ["a", "b"], Normalisation.None, student.Network), 1);
                Assert.Empty(new Distill.Training.Hints.HintMatching(teacher, [.. student.Layers.Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]).Problems(model));
            }
        }
    }

    private static void AreFilesOfFewerBits(BitsResults bits, string folder)
    {
        Assert.Equal(["f32", "f32Longer", "int8Rounded", "int8Learned", "int4Rounded", "int4Learned"], bits.Rows.Select(row => row.Id));
        Assert.All(bits.Rows, row => Assert.Equal((2, 2), (row.Errors.Count, row.Bytes.Count)));
        // Learning changes the numbers of a file, and not their count.
        Assert.Equal(bits.Rows[0].Bytes, bits.Rows[1].Bytes);
        Assert.All(["int8", "int4"], name => Assert.NotEqual(File.ReadAllBytes(Only(folder, $"{name}Rounded-seed-1-*")), File.ReadAllBytes(Only(folder, $"{name}Learned-seed-1-*"))));
        Assert.Equal(
            ["int8Rounded", "f32", "f32Longer", "int4Rounded", "f32", "f32Longer"], bits.Differences.Select(test => test.First));
        foreach (var test in bits.Differences)
        {
            var (first, second) = (bits.Rows.Single(row => row.Id == test.First), bits.Rows.Single(row => row.Id == test.Second));
            Assert.Equal((first.Errors.Average() - second.Errors.Average()) / bits.TestExamples, test.Estimate, 1e-12);
            Assert.True(test.PCorrected >= test.OverSeeds!.P);
        }
    }

    private static string Only(string folder, string pattern) => Assert.Single(Directory.GetFiles(folder, pattern));

    private static ObjectivesResults Run(string path, ObjectivesExperiment plan, IReadOnlyCollection<string>? parts) =>
        ObjectivesRunner.Run(plan, parts, ObjectivesRunner.Experiment.Create(path, "", plan), new JobContext());

    private static IEnumerable<string> Figures(ObjectivesResults results) => results.Sets.SelectMany(set => set.Students).SelectMany(student => student.Objectives)
        .Select(row => $"{row.Objective} {string.Join(',', row.Errors)} {row.Chosen?.Words} {string.Join(',', row.Trials.Select(trial => trial.HeldOutErrors))}");
}
