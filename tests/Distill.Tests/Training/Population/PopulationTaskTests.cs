using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training.Population;
using Distill.Training.Schedules;

namespace Distill.Tests.Training.Population;

/// <summary>What cannot be trained together is refused, all of it in one message.</summary>
public sealed class PopulationTaskTests
{
    [Theory]
    [InlineData("dropout", "dropout draws from one stream")]
    [InlineData("conv", "only multi-layer perceptrons")]
    public void NetworksThatCannotBeBatchedAreRefusedWithTheReason(string kind, string reason)
    {
        NetworkSpec network = kind == "conv" ? new ConvNetSpec { Channels = [4] } : new MlpSpec { Widths = [8], HiddenDropout = 0.5 };
        PopulationMember[] members = [Populations.Member("a", 1, new HardLabels(), network)];

        var message = Refusal(Populations.Of(members, null));

        Assert.Contains(reason, message);
        Assert.Contains("train it alone", message);
        Assert.NotNull(PopulationTask.Obstacle(network));
        Populations.Dispose(members);
    }

    [Fact]
    public void EverythingThatIsWrongIsNamedAtOnceWithItsMembers()
    {
        PopulationMember[] members =
        [
            Populations.Member("a", 1, new Distillation(4, 0.1)),
            Populations.Member("b", 1, new HardLabels(), new MlpSpec { Widths = [7] }),
            Populations.Member("c", 1, new HardLabels()) with { Schedule = new ConstantRate { Rate = -1 } },
        ];
        members = [.. members, members[0] with { Name = "d" }];

        var message = Refusal(Populations.Of(members, null, Tasks.Options with { BatchSize = 0 }));

        Assert.Contains("a, d are one and the same student", message);
        Assert.Contains("a, d: the objective wants soft targets at temperature 4, but there is no teacher", message);
        Assert.Contains("b: the student, 64-7-4, differs from the first member's, 64-24-20-4", message);
        Assert.Contains("c: schedule.rate is -1", message);
        Assert.Contains("; batchSize is 0; expected 1 to 1000000", message);
        Populations.Dispose(members[..3]);
    }

    [Fact]
    public void AgreementOfSeveralTeachersIsRefusedBecauseTheirMeanAloneIsAsked()
    {
        using var teacher = new EnsembleTeacher([new PixelTeacher(), new PixelTeacher()]);
        PopulationMember[] members = [Populations.Member("a", 1, LaterObjectives.ByAgreement(new SoftTargetMatching(4)))];

        Assert.Contains("the objective reads how much several teachers agree, and a population asks for their mean alone; train it alone", Refusal(Populations.Of(members, teacher)));
        Populations.Dispose(members);
    }

    [Fact]
    public void NoMembersAndATeacherThatNobodyAsksAreRefused()
    {
        using var teacher = new PixelTeacher();
        PopulationMember[] members = [Populations.Member("a", 1, new HardLabels())];

        Assert.Contains("it has no members", Refusal(Populations.Of([], null)));
        Assert.Contains("no member's objective wants soft targets", Refusal(Populations.Of(members, teacher)));
        Populations.Dispose(members);
    }

    private static string Refusal(PopulationTask task) => Assert.Throws<DistillException>(() => new PopulationTrainer(task)).Message;
}
