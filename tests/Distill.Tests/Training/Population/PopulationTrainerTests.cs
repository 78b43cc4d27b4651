using Distill.Models;
using Distill.Runs;
using Distill.Tests.Libtorch;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using Distill.Training.Schedules;
using TorchSharp;

namespace Distill.Tests.Training.Population;

/// <summary>Each member of a population gets what it would get alone.</summary>
[AllCores]
public sealed class PopulationTrainerTests
{
    private static readonly TrainingOptions Long = Tasks.Options with { Duration = Duration.Steps(200), RecordEvery = Duration.Steps(1), EvaluateEvery = Duration.Steps(20) };

    public static TheoryData<TrainingOptions, NetworkSpec> Trainings => new()
    {
        { Long, new MlpSpec { Widths = [24, 20] } },
        { Long with { Optimizer = new AdamOptions(), GradientClip = 0.2 }, new MlpSpec { Widths = [17] } },
        { Long with { Optimizer = new AdamWOptions(), WeightDecay = 0.1, Schedule = new ConstantRate { Rate = 0.001 } }, new MlpSpec { Widths = [9, 33, 8] } },
        { Long with { Optimizer = new SgdOptions { Momentum = 0 } }, new MlpSpec { Widths = [], MaxNorm = 1 } },
        { Long with { Optimizer = new SgdOptions { Nesterov = true } }, new MlpSpec { Widths = [20, 16], MaxNorm = 0.5 } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void EachMemberEqualsItsLoneRun(TrainingOptions options, NetworkSpec network)
    {
        using var teacher = new PixelTeacher();
        var members = Populations.Mixed(network);
        var (results, _, curves) = Run(Populations.Of(members, teacher, options));

        for (var number = 0; number < members.Count; number++)
        {
            using var lone = Populations.Mixed(network)[number].Student;
            var alone = Populations.Of(members, teacher, options).Alone(number) with { Student = lone };
            var recorder = new Recorder();
            using var trainer = new Trainer(alone);
            var expected = trainer.Run([recorder]);

            Assert.Equal(200, recorder.Of("loss").Count());
            foreach (var (one, other) in recorder.Of("loss").Zip(curves[number].Of("loss")))
            {
                // A loss near 0 is a difference of float32 numbers near 1.
                Assert.Equal(one, other, Math.Max(Math.Abs(one), 0.01) * 1e-4);
            }

            Assert.Equal(recorder.Of("rate"), curves[number].Of("rate"));
            Assert.Equal(expected.Best!.Nll, results[number].Best!.Nll, 1e-3);
            Assert.Equal(expected.Last!.Nll, results[number].Last!.Nll, 1e-3);
            AssertClose(lone, members[number].Student, 1e-3);
        }

        Populations.Dispose(members);
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void PermutedMembersHavePermutedResults(Precision precision)
    {
        using var teacher = new PixelTeacher();
        var options = Tasks.Options with { Precision = precision, GradientClip = 1, RecordEvery = Duration.Steps(1) };
        var members = Populations.Mixed();
        int[] order = [4, 2, 0, 5, 3, 1];
        var all = Populations.Mixed();
        PopulationMember[] permuted = [.. order.Select(number => all[number])];

        var (results, _, curves) = Run(Populations.Of(members, teacher, options));
        var (permutedResults, _, permutedCurves) = Run(Populations.Of(permuted, teacher, options));

        for (var place = 0; place < order.Length; place++)
        {
            Assert.Equal(results[order[place]], permutedResults[place]);
            Assert.Equal(curves[order[place]].Of("loss"), permutedCurves[place].Of("loss"));
            AssertClose(members[order[place]].Student, permuted[place].Student, 1e-9);
        }

        Populations.Dispose(members);
        Populations.Dispose(permuted);
    }

    [Theory]
    [InlineData(Precision.F32, 1e-5)]
    [InlineData(Precision.Bf16, 0.02)]
    public void ASingleMemberEqualsItsLoneRun(Precision precision, double tolerance)
    {
        using var teacher = new PixelTeacher();
        var options = Tasks.Options with { Precision = precision };
        PopulationMember[] members = [Populations.Mixed()[2]];
        using var lone = Tasks.Student();
        using (var trainer = new Trainer(Populations.Of(members, teacher, options).Alone(0) with { Student = lone }))
        {
            trainer.Run();
        }

        Run(Populations.Of(members, teacher, options));

        AssertClose(lone, members[0].Student, tolerance);
        Populations.Dispose(members);
    }

    [Fact]
    public void AMemberThatDivergesStopsAloneAndIsNamed()
    {
        using var teacher = new PixelTeacher();
        var members = Populations.Mixed();
        var wild = members.Select((member, number) => number == 2 ? member with { Schedule = new ConstantRate { Rate = 1000 } } : member).ToArray();
        var calm = Populations.Mixed();
        var options = Tasks.Options with { Duration = Duration.Steps(60), RecordEvery = Duration.Steps(1) };

        var (results, _, curves) = Run(Populations.Of(wild, teacher, options));
        var (expected, _, _) = Run(Populations.Of(calm, teacher, options));

        Assert.Matches(@"step \d+ of 60 .*temperature 1, learning rate 1000, precision f32", results[2].Failure);
        Assert.Null(results[2].Last);
        Assert.All(members[2].Student.Weights(), pair => Assert.True(pair.Parameter.isfinite().all().item<bool>()));
        Assert.All(curves[2].Of("loss"), loss => Assert.True(double.IsFinite(loss)));
        foreach (var number in new[] { 0, 1, 3, 4, 5 })
        {
            Assert.Equal(expected[number], results[number]);
            AssertClose(calm[number].Student, members[number].Student, 1e-9);
        }

        Populations.Dispose(members);
        Populations.Dispose(calm);
    }

    [Fact]
    public void WhereAllDivergeTheTrainingFailsAndSaysWhere()
    {
        using var teacher = new PixelTeacher();
        var members = Populations.Mixed();
        var task = Populations.Of(members, teacher, Tasks.Options with { Duration = Duration.Steps(500), Schedule = new ConstantRate { Rate = 1000 }, WeightDecay = 1 });
        PopulationMember[] wild = [.. members.Select(member => member with { Schedule = null })];

        using var trainer = new PopulationTrainer(task with { Members = wild });
        var message = Assert.Throws<DistillException>(() => trainer.Run()).Message;

        Assert.Matches("every member has: T = 4, seed 1 at .*step \\d+", message);
        Assert.Equal(wild.Select(member => member.Name), trainer.Members.Select(member => member.Name));
        Assert.All(trainer.Members, member => Assert.Matches("step \\d+", member.Failure));
        Populations.Dispose(members);
    }

    [Fact]
    public void ATeacherWithLogitsIsAskedOnceABatch()
    {
        using var asked = new LogitTeacher(hasLogits: true);
        using var each = new LogitTeacher(hasLogits: false);
        var (members, others) = (Populations.Mixed(), Populations.Mixed());

        var (_, steps, _) = Run(Populations.Of(members, asked) with { HeldOut = null });
        Run(Populations.Of(others, each) with { HeldOut = null });

        // Before the first step, the 70 examples are looked at in batches of 16.
        Assert.Equal(steps + 5, asked.Asked);
        Assert.Equal((steps + 5) * 3, each.Asked);
        foreach (var (one, other) in members.Zip(others))
        {
            AssertClose(one.Student, other.Student, 1e-5);
        }

        Populations.Dispose(members);
        Populations.Dispose(others);
    }

    [Fact]
    public void SparseTargetsServeToo()
    {
        using var teacher = new LogitTeacher(hasLogits: true, sparse: true);
        PopulationMember[] members = [Populations.Mixed()[0], Populations.Mixed()[3], Populations.Mixed()[4]];
        using var lone = Tasks.Student(seed: 3);
        using (var trainer = new Trainer(Populations.Of(members, teacher).Alone(1) with { Student = lone }))
        {
            trainer.Run();
        }

        Run(Populations.Of(members, teacher));

        AssertClose(lone, members[1].Student, 1e-4);
        Populations.Dispose(members);
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void AfterSixtyStepsTheFootprintIsThatOfTheTenth(Precision precision)
    {
        using var teacher = new PixelTeacher();
        var members = Populations.Mixed();
        var tensors = new long[61];
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(60),
            Precision = precision,
            EvaluateEvery = Duration.Steps(2),
            RecordEvery = Duration.Steps(1),
            GradientClip = 1,
        };
        using var trainer = new PopulationTrainer(Populations.Of(members, teacher, options));

        trainer.Run(number => number > 0 ? [] :
        [
            new Recorder(record => tensors[record.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount),
        ]);

        Assert.Equal(tensors[10], tensors[60]);
        Populations.Dispose(members);
    }

    private static (IReadOnlyList<MemberResult> Members, long Steps, Recorder[] Curves) Run(PopulationTask task)
    {
        var curves = task.Members.Select(_ => new Recorder()).ToArray();
        using var trainer = new PopulationTrainer(task);
        var result = trainer.Run(number => [curves[number]]);
        Assert.True(result.Completed);
        return (trainer.Members, result.Steps, curves);
    }

    private static void AssertClose(Classifier expected, Classifier actual, double tolerance)
    {
        foreach (var ((name, one), (_, other)) in expected.Weights().Zip(actual.Weights()))
        {
            using var difference = (one - other).abs().max();
            Assert.True(difference.item<float>() < tolerance, $"{name} differs by {difference.item<float>()}");
        }
    }
}
