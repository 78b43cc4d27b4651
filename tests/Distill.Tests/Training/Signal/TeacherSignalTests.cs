using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Population;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Signal;

public sealed class TeacherSignalTests
{
    private static readonly TrainingOptions Options = Tasks.Options with { Duration = Duration.Steps(1) };

    [Fact]
    public void AnswersThatAreTheSameForEveryInputAreNamed()
    {
        using var teacher = AnsweringTeacher.OfLogits(batch => tensor(new float[] { 1, 2, 3, 4 }).expand(batch.Size, 4).clone());
        Assert.Contains("answers the same in all 256 examples", Assert.Single(Warnings(teacher)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(10, 1e6)]
    public void UniformAnswersAreNamed(int size, double temperature)
    {
        using var teacher = AnsweringTeacher.OfLogits(batch => Brightness(batch).Times(size / 1000.0));
        Assert.Contains("gives every class the same probability at T = ", Assert.Single(Warnings(teacher, new SoftTargetMatching(temperature))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStudentThatStartsAsItsTeacherIsNamed(bool topTwo)
    {
        using var twin = Tasks.Student(seed: 1);
        using var model = new ModelTeacher(twin);
        using var teacher = topTwo ? TopTwo(model) : model as ITeacher;
        Assert.Contains("starts as its own teacher", Assert.Single(Warnings(teacher, examples: Tasks.Examples(60))), StringComparison.Ordinal);
        Assert.DoesNotContain(Warnings(teacher, examples: Tasks.Examples(60), seed: 2), text => text.Contains("its own teacher", StringComparison.Ordinal));
    }

    [Fact]
    public void TargetsInAnotherOrderThanTheDataAreNamed()
    {
        var examples = Tasks.Examples(400);
        using var shuffled = Shuffled(examples);
        var warning = Assert.Single(Warnings(shuffled, examples: examples));
        Assert.Matches("agrees with the labels no better than with those of other rows: it is right on \\d+ of 256 labelled examples", warning);
        Assert.Contains("another order", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatFewExamplesHaveAreEnough()
    {
        var all = Tasks.Examples(3000);
        var labels = all.Labels().Select((label, row) => row % 10 == 0 ? (int)label : -1).ToArray();
        using var whole = all.Read(0, all.Count);
        var partly = new ExampleView(new ArraySource("partly", all.Shape, whole.Inputs.bytes.ToArray(), labels, Tasks.ClassNames(4)));
        using var shuffled = Shuffled(partly);
        Assert.Single(Warnings(shuffled, new SoftTargetMatching(4), partly));
    }

    [Fact]
    public void AnswersThatAreLabelsAreNamed()
    {
        using var sure = AnsweringTeacher.OfLogits(batch => Brightness(batch).Times(1000));
        Assert.Contains("no more than labels do; raise the temperature", Assert.Single(Warnings(sure, new Distillation(1, 0.5))), StringComparison.Ordinal);
        Assert.Empty(Warnings(sure, new Distillation(1000, 0.5)));
        Assert.Empty(Warnings(sure, new LogitMatching()));
    }

    [Theory]
    [InlineData(4, 0.9999)]
    [InlineData(1e-3, 0.6)]
    public void ATermThatIsNothingBesideTheLabelsIsNamed(double temperature, double hardWeight)
    {
        using var teacher = AnsweringTeacher.OfLogits(batch => Brightness(batch).Times(temperature));
        Assert.Contains("pulls at the student at T = ", Assert.Single(Warnings(teacher, new Distillation(temperature, hardWeight))), StringComparison.Ordinal);
        Assert.Empty(Warnings(teacher, new Distillation(temperature, temperature < 1 ? 0 : 0.9)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(1000)]
    public void ATeacherThatKnowsSomethingIsNotNamed(double temperature)
    {
        using var teacher = AnsweringTeacher.OfLogits(Brightness);
        Assert.Empty(Warnings(teacher, new Distillation(temperature, 0.1)));
        Assert.Empty(Warnings(teacher, new SoftTargetMatching(temperature), Tasks.Examples(300, labelled: false)));
        using var sparse = TopTwo(teacher);
        Assert.Empty(Warnings(sparse, new Distillation(temperature, 0.5)));
        Assert.Empty(Warnings(teacher, new LogitMatching()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(199)]
    public void SmallSetsAreNoReasonToDoubt(int count)
    {
        using var sure = AnsweringTeacher.OfLogits(batch => Brightness(batch).Times(count < 20 ? 1000 : 1));
        Assert.Empty(Warnings(sure, new Distillation(1, 0.5), Tasks.Examples(count)));
    }

    [Fact]
    public void TwoClassesOfUnequalSharesAreNoReasonToDoubt()
    {
        // One in twenty is of the second class, which no answer ever puts first; its probabilities still follow.
        var examples = TwoClasses(400, row => row % 20 == 0);
        using var teacher = AnsweringTeacher.OfLogits(batch => stack([ones(batch.Size), batch.Inputs.select(1, 0).Times(0.3)], 1), classes: 2);
        Assert.Empty(Warnings(teacher, new SoftTargetMatching(2), examples, Pair()));
    }

    [Fact]
    public void OneClassAloneIsNoReasonToDoubt()
    {
        using var teacher = AnsweringTeacher.OfLogits(batch => stack([ones(batch.Size), batch.Inputs.select(1, 1)], 1), classes: 2);
        Assert.Empty(Warnings(teacher, new SoftTargetMatching(2), TwoClasses(300, _ => false), Pair()));
    }

    [Fact]
    public void AGeneralistOnTheClassesOfASpecialistIsNotNamed()
    {
        // 4 of 40 classes, which it confuses with each other, and right on 35 of 100.
        var random = new SeededRandom(5);
        var examples = Tasks.Examples(300);
        var labels = examples.Labels();
        var first = Array.ConvertAll(labels, label => random.Below(100) < 35 ? (int)label : random.Below(4));
        var wide = new ExampleView(new ArraySource("wide", examples.Shape, Pixels(examples), [.. labels.Select(label => (int)label)], Tasks.ClassNames(40)));
        using var teacher = AnsweringTeacher.OfLogits(batch => Peaks(batch, first, 40), classes: 40);
        using var student = Tasks.Student(classes: 40);
        Assert.Empty(Warnings(teacher, new Distillation(2, 0.5), wide, student));
    }

    [Fact]
    public void FalseAlarmsOfTeachersWithoutKnowledgeAreOneInAHundred()
    {
        // Each is a teacher by chance: nearly all are named, and a test at p = 0.01 misses about one in fifty of two.
        var random = new SeededRandom(9);
        var examples = Tasks.Examples(256);
        var named = Enumerable.Range(0, 100).Count(_ =>
        {
            var first = Enumerable.Range(0, 256).Select(_ => random.Below(4)).ToArray();
            using var teacher = AnsweringTeacher.OfLogits(batch => Peaks(batch, first, 4));
            return Warnings(teacher, examples: examples).Count == 1;
        });
        Assert.InRange(named, 94, 100);
    }

    [Fact]
    public void ATeacherWhoseAnswersDoNotFitIsLeftToTheObjective()
    {
        using var wrong = new AnsweringTeacher((batch, temperature) => new SoftTargets(zeros(batch.Size, 7).log_softmax(1), temperature));
        Assert.Empty(Warnings(wrong));
        using var refusing = new AnsweringTeacher((_, _) => throw new DistillException("row 7 is not there"));
        Assert.Empty(Warnings(refusing));
        using var unusable = AnsweringTeacher.OfLogits(batch => zeros(batch.Size, 4).Plus(double.NaN));
        Assert.Empty(Warnings(unusable));
    }

    [Fact]
    public void MembersOfAPopulationAreNamed()
    {
        using var twin = Tasks.Student(seed: 1);
        using var model = new ModelTeacher(twin);
        var members = new[] { 1, 2, 3 }.Select(seed => Populations(seed)).ToList();
        using (var trainer = new PopulationTrainer(new PopulationTask(members, Tasks.Examples(60), Options) { Teacher = model }))
        {
            Assert.StartsWith("seed 1: The student starts as its own teacher", Assert.Single(trainer.Warnings), StringComparison.Ordinal);
        }

        using var constant = AnsweringTeacher.OfLogits(batch => tensor(new float[] { 1, 2, 3, 4 }).expand(batch.Size, 4).clone());
        using var all = new PopulationTrainer(new PopulationTask(members, Tasks.Examples(60), Options) { Teacher = constant });
        Assert.StartsWith("The teacher, answers, answers the same in all 60 examples", Assert.Single(all.Warnings), StringComparison.Ordinal);
        var told = new List<string>();
        all.Run(progress: new Told(told));
        Assert.Equal(all.Warnings, told);
        members.ForEach(member => member.Student.Dispose());
    }

    [Fact]
    public void ATrainingTellsItsWarningsOnce()
    {
        using var student = Tasks.Student();
        using var teacher = AnsweringTeacher.OfLogits(batch => zeros(batch.Size, 4));
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, Options));
        var told = new List<string>();
        trainer.Run(progress: new Told(told));
        Assert.Equal(trainer.Warnings, told);
        Assert.Single(told);
    }

    private static PopulationMember Populations(long seed) => new($"seed {seed}", Tasks.Student(seed), new Distillation(4, 0.5));

    private static IReadOnlyList<string> Warnings(ITeacher teacher, IObjective? objective = null, ExampleView? examples = null, Classifier? student = null, long seed = 1)
    {
        using var own = student ?? Tasks.Student(seed);
        using var trainer = new Trainer(new TrainingTask(own, examples ?? Tasks.Examples(300), objective ?? new Distillation(4, 0.1), Options) { Teacher = teacher });
        return trainer.Warnings;
    }

    // The brightness of each quadrant, which is brighter by 60 for the class.
    private static Tensor Brightness(Batch batch) =>
        nn.functional.avg_pool2d(batch.Inputs.to(ScalarType.Float32), Tasks.Side / 2).flatten(1).DividedBy(20);

    private static AnsweringTeacher Shuffled(ExampleView examples) => AnsweringTeacher.OfLogits(batch =>
    {
        var others = batch.Rows.ToArray().Select(row => (int)((row + (examples.Count / 2) + 7) % examples.Count)).ToArray();
        using var other = examples.Read(others);
        return Brightness(other);
    });

    private static AnsweringTeacher TopTwo(ITeacher teacher) => new((batch, temperature) =>
    {
        using var dense = teacher.Targets(batch, temperature);
        var (values, support) = dense.LogProbabilities.topk(2, 1);
        return new SoftTargets(cat([values, values.exp().sum(1, keepdim: true).neg().Plus(1).log()], 1), temperature, support);
    });

    private static Tensor Peaks(Batch batch, int[] first, int classes)
    {
        var logits = new float[batch.Size * classes];
        for (var row = 0; row < batch.Size; row++)
        {
            logits[(row * classes) + first[batch.Rows[row]]] = 3;
        }

        return tensor(logits, [batch.Size, classes]);
    }

    private static ExampleView TwoClasses(int count, Func<int, bool> isSecond)
    {
        var random = new SeededRandom(3);
        var numbers = Enumerable.Range(0, count).SelectMany(row => new[] { (isSecond(row) ? 2f : 0f) + Noise(), Noise() }).ToArray();
        return new ExampleView(new ArraySource("pairs", numbers, [.. Enumerable.Range(0, count).Select(row => isSecond(row) ? 1 : 0)], ["first", "second"]));

        float Noise() => (random.Below(2001) - 1000) / 500f;
    }

    private static Classifier Pair() =>
        Classifier.Build(new ModelSpec(ExampleShape.Features(2), ["first", "second"], Normalisation.None, new MlpSpec { Widths = [4] }), seed: 1);

    private static byte[] Pixels(ExampleView view)
    {
        using var all = view.Read(0, view.Count);
        return all.Inputs.bytes.ToArray();
    }

    private sealed class Told(List<string> remarks) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Remark is { } remark)
            {
                remarks.Add(remark);
            }
        }
    }
}
