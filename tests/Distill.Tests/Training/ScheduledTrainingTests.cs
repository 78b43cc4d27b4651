using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Training.Population;
using Distill.Training;
using Distill.Training.Population;

namespace Distill.Tests.Training;

/// <summary>Trainings whose temperature and weight of labels change from step to step.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class ScheduledTrainingTests
{
    private static IObjective Falling { get; } =
        LaterObjectives.Scheduled("T from 8 to 2, weight of labels from 0 to 0.5", done => new Distillation(8 - (6 * done), done / 2));

    private static IObjective InStairs { get; } =
        LaterObjectives.Scheduled("T = 8, then 2", done => new Distillation(done < 0.5 ? 8 : 2, 0.1));

    [Theory]
    [InlineData(EnsembleMean.Arithmetic)]
    [InlineData(EnsembleMean.Geometric)]
    public void EveryMemberOfAnEnsembleIsAskedAtTheTemperatureOfTheStep(EnsembleMean mean)
    {
        using var student = Tasks.Student();
        var asked = new Asked();
        using var teacher = new EnsembleTeacher([asked, new PixelTeacher()], mean);
        using var trainer = new Trainer(Tasks.Distilling(student, teacher) with { Objective = Falling });
        Assert.All(asked.Temperatures, temperature => Assert.Equal(8, temperature));
        asked.Temperatures.Clear();

        trainer.Run();

        Assert.Equal(Enumerable.Range(0, 10).Select(step => 8 - (6 * ((double)step / 9))), asked.Temperatures);
    }

    [Fact]
    public void NoTeacherIsAskedWhereLabelsAreAll()
    {
        using var student = Tasks.Student();
        using var asked = new Asked();
        var rising = LaterObjectives.Scheduled("weight of labels from 1 to 0", done => new Distillation(4, 1 - done));
        using var trainer = new Trainer(Tasks.Distilling(student, asked) with { Objective = rising });

        trainer.Run();

        Assert.Equal(9, asked.Temperatures.Count);
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void StoppedAtAnyStepItEndsWithTheSameBytes(Precision precision)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.File("whole"), Falling, precision);
        for (var stop = 1; stop < 10; stop += 2)
        {
            Train(folder.File($"stopped-{stop}"), Falling, precision, stop);

            Assert.Equal(whole, Train(folder.File($"stopped-{stop}"), Falling, precision));
        }
    }

    [Fact]
    public void NumbersThatStayAreThoseOfAPlainObjectiveToTheByte()
    {
        using var folder = new TemporaryFolder();
        var plain = Train(folder.File("plain"), new Distillation(4, 0.1));

        Assert.Equal(plain, Train(folder.File("same"), LaterObjectives.Scheduled("nothing changes", _ => new Distillation(4, 0.1))));
        Assert.NotEqual(plain, Train(folder.File("falling"), Falling));
    }

    [Fact]
    public void AnotherScheduleIsAnotherTraining()
    {
        using var folder = new TemporaryFolder();
        Train(folder.File("run"), Falling, stop: 5);

        var message = Assert.Throws<DistillException>(() => Train(folder.File("run"), InStairs)).Message;

        Assert.Contains("objective: soft targets at T = 8, labels at weight 0; over the training T from 8 to 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void StoredTargetsServeTheTemperaturesThatTheyKeep()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new PixelTeacher();
        var view = Tasks.Examples();
        Labeller.Label(folder.File("topk"), view, new Plain(teacher), new TargetStoreOptions { TopK = 2, Temperatures = [2, 8] });
        Labeller.Label(folder.File("dense"), view, new Plain(teacher), new TargetStoreOptions());

        using var some = StoredTeacher.Open(folder.File("topk"), view);
        using var student = Tasks.Student();
        var refused = Assert.Throws<DistillException>(() => new Trainer(Tasks.Distilling(student, some) with { Objective = Falling })).Message;
        Assert.Contains("step 2 of 10 wants soft targets at temperature 7.33", refused, StringComparison.Ordinal);
        Assert.Contains("let it change in stairs through those that it can", refused, StringComparison.Ordinal);
        Assert.True(Trained(Tasks.Distilling(student, some) with { Objective = InStairs }).Completed);

        using var all = StoredTeacher.Open(folder.File("dense"), view);
        Assert.True(Trained(Tasks.Distilling(student, all) with { Objective = Falling }).Completed);
    }

    [Fact]
    public void APopulationRefusesIt()
    {
        using var teacher = new PixelTeacher();
        PopulationMember[] members = [Populations.Member("still", 1, new Distillation(4, 0.1)), Populations.Member("falling", 2, Falling)];

        var message = Assert.Throws<DistillException>(() => new PopulationTrainer(Populations.Of(members, teacher))).Message;

        Assert.Contains("falling: the objective, soft targets at T = 8", message, StringComparison.Ordinal);
        Assert.Contains("changes over the training", message, StringComparison.Ordinal);
        Populations.Dispose(members);
    }

    private static TrainingResult Trained(TrainingTask task)
    {
        using var trainer = new Trainer(task);
        return trainer.Run();
    }

    private static byte[] Train(string folder, IObjective objective, Precision precision = Precision.F32, int stop = 0)
    {
        using var student = Tasks.Student(3, new MlpSpec { Widths = [24, 20], HiddenDropout = 0.5 });
        using var teacher = new PixelTeacher();
        var options = Tasks.Options with { Precision = precision, RecordEvery = Duration.Steps(1) };
        Directory.CreateDirectory(folder);
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options) with { Objective = objective }, Path.Combine(folder, "checkpoints"));
        using var cancellation = new CancellationTokenSource();
        var result = trainer.Run(
            [new Recorder(record =>
            {
                if (record.Step == stop)
                {
                    cancellation.Cancel();
                }
            })],
            cancellationToken: cancellation.Token);
        Assert.Equal(stop == 0, result.Completed);
        var path = Path.Combine(folder, "last.safetensors");
        ModelFile.Save(path, student);
        return File.ReadAllBytes(path);
    }

    private sealed class Asked : ITeacher
    {
        private readonly PixelTeacher teacher = new();

        public List<double> Temperatures { get; } = [];

        public string Name => teacher.Name;

        public int Classes => teacher.Classes;

        public Fingerprint Fingerprint => teacher.Fingerprint;

        public bool SeesInputs => true;

        public SoftTargets Targets(Batch batch, double temperature)
        {
            Temperatures.Add(temperature);
            return teacher.Targets(batch, temperature);
        }

        public void Dispose() => teacher.Dispose();
    }

    // One whose logits are the same at every temperature, so that a store may keep them.
    private sealed class Plain(ITeacher teacher) : ITeacher
    {
        public string Name => teacher.Name;

        public int Classes => teacher.Classes;

        public Fingerprint Fingerprint => teacher.Fingerprint;

        public bool SeesInputs => true;

        public bool HasLogits => true;

        public SoftTargets Targets(Batch batch, double temperature) => teacher.Targets(batch, temperature);

        public void Dispose()
        {
        }
    }
}
