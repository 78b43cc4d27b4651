using Distill.Jobs.Members;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Comparisons;

/// <summary>Trains the members of a comparison, each in a run directory of its own; those that are done are not trained again.</summary>
internal sealed class ComparisonMembers(
    RunDirectory comparison, ComparisonData data, JobContext context, WorkPart? part = null)
{
    /// <summary>Trains models, or finds them trained; of a part, every <see cref="WorkPart.Count"/>-th of them.</summary>
    /// <exception cref="AwaitedException">Other parts have not trained theirs yet.</exception>
    public IReadOnlyList<Member> TrainAll(IEnumerable<MemberPlan> plans)
    {
        MemberPlan[] all = [.. plans];
        if (part is { } share)
        {
            foreach (var plan in share.Of(all.Length).Select(number => all[number]))
            {
                using var claim = FileClaim.TakeWithin(
                    comparison.MemberClaimPath(plan.Id, plan.Seed), comparison.MemberPath(plan.Id, plan.Seed), context.CancellationToken);
                Train(plan, context);
            }

            if (all.Count(plan => !IsTrained(plan)) is > 0 and var missing)
            {
                throw new AwaitedException($"{missing} of {all.Length} trainings, of which {all.First(plan => !IsTrained(plan)).Label} is the first");
            }
        }

        return [.. all.Select((plan, number) => Train(plan, context.Stage("trainings", number + 1, all.Length)))];
    }

    private Member Train(MemberPlan plan, JobContext context)
    {
        var spec = new ModelSpec(plan.Examples.Shape, [.. plan.Examples.ClassNames], data.Normalisation, plan.Network);
        var training = new MemberTraining(plan.Id, spec, plan.Examples, data.HeldOut, plan.Objective, plan.Teacher, plan.Options with { Seed = plan.Seed }) { Vectors = plan.Vectors, Hints = plan.Hints };
        var (run, result, seconds) = training.In(comparison, context.Named(plan.Label));
        return Of(run, result, seconds);
    }

    private bool IsTrained(MemberPlan plan) => comparison.MemberPath(plan.Id, plan.Seed) is var path
        && RunDirectory.IsRun(path) && RunDirectory.Open(path).ReadManifest().Status == RunStatus.Done;

    private static Member Of(RunDirectory run, TrainingResult result, double seconds)
    {
        var last = result.Last ?? throw new DistillException($"{run.Path} has no held-out score after its last step; delete the folder to train it again.");
        return new Member(run.ModelPath, Curve(run), (double)last.Errors / last.Cases, last.Nll, seconds);
    }

    private static IReadOnlyList<CurvePoint> Curve(RunDirectory run) =>
    [
        .. MetricsRecord.Read(run.MetricsPath).GroupBy(record => record.Epoch).Select(point => new CurvePoint(
            point.Key,
            Value(point, MetricsKind.Train, "loss"),
            1 - Value(point, MetricsKind.Evaluation, "accuracy"),
            Value(point, MetricsKind.Evaluation, "nll"))),
    ];

    private static double? Value(IEnumerable<MetricsRecord> records, MetricsKind kind, string name) => records
        .Where(record => record.Kind == kind && record.Values.ContainsKey(name))
        .Select(record => (double?)record.Values[name])
        .FirstOrDefault();
}
