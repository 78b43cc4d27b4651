using Distill.Models;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using TorchSharp;

namespace Distill.Tests.Training.Population;

/// <summary>Each member of a population gets what it would get alone.</summary>
public sealed class PopulationTrainerTests
{
    private static readonly TrainingOptions Long = Tasks.Options with { Duration = Duration.Steps(200), RecordEvery = Duration.Steps(1), EvaluateEvery = Duration.Steps(20) };

    public static TheoryData<TrainingOptions, NetworkSpec> Trainings => new()
    {
        { Long, new MlpSpec { Widths = [24, 20] } },
        { Long with { Optimizer = new AdamOptions(), GradientClip = 0.2 }, new MlpSpec { Widths = [17] } },
        { Long with { Optimizer = new AdamWOptions(), WeightDecay = 0.1 }, new MlpSpec { Widths = [9, 33, 8] } },
        { Long with { Optimizer = new SgdOptions { Momentum = 0 } }, new MlpSpec { Widths = [], MaxNorm = 1 } },
        { Long with { Optimizer = new SgdOptions { Nesterov = true } }, new MlpSpec { Widths = [20, 16], MaxNorm = 0.5 } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void EachMemberEqualsItsLoneRun(TrainingOptions options, NetworkSpec network)
    {
        using var teacher = new PixelTeacher();
        var members = Populations.Mixed(network);
        var (result, curves) = Run(Populations.Of(members, teacher, options));

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
                Assert.Equal(one, other, Math.Abs(one) * 1e-4);
            }

            Assert.Equal(recorder.Of("rate"), curves[number].Of("rate"));
            Assert.Equal(expected.Best!.Nll, result.Members[number].Best!.Nll, 1e-3);
            Assert.Equal(expected.Last!.Nll, result.Members[number].Last!.Nll, 1e-3);
            AssertClose(lone, members[number].Student, 1e-3);
        }

        Populations.Dispose(members);
    }

    private static (PopulationResult Result, Recorder[] Curves) Run(PopulationTask task)
    {
        var curves = task.Members.Select(_ => new Recorder()).ToArray();
        using var trainer = new PopulationTrainer(task);
        return (trainer.Run(number => [curves[number]]), curves);
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
