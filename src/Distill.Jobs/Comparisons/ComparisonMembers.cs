using Distill.Data;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Comparisons;

/// <summary>Trains the members of a comparison, each in a run directory of its own; those that are done are not trained again.</summary>
internal sealed class ComparisonMembers(
    RunDirectory comparison, ComparisonData data, JobContext context)
{
    /// <summary>Trains one model, or finds it trained.</summary>
    /// <param name="id">The row or stage, for example "teacher".</param>
    /// <param name="label">What progress calls it.</param>
    /// <param name="seed">Decides the first weights, the order, augmentation and dropout.</param>
    /// <param name="network">The architecture.</param>
    /// <param name="examples">What it learns from.</param>
    /// <param name="objective">What it minimises.</param>
    /// <param name="teacher">Its teacher; null for none.</param>
    /// <param name="options">How.</param>
    public Member Train(
        string id, string label, long seed, NetworkSpec network, ExampleView examples, IObjective objective, ITeacher? teacher, TrainingOptions options)
    {
        var spec = new ModelSpec(examples.Shape, [.. examples.ClassNames], data.Normalisation, network);
        var training = new MemberTraining(id, spec, examples, data.HeldOut, objective, teacher, options with { Seed = seed });
        var (run, result, seconds) = training.In(comparison, context.Named(label));
        return Of(run, result, seconds);
    }

    private static Member Of(RunDirectory run, TrainingResult result, double seconds)
    {
        var last = result.Last ?? throw new DistillException($"{run.Path} has no held-out score after its last step; delete the folder to train it again.");
        return new Member(run.ModelPath, Curve(run), (double)last.Errors / last.Cases, last.Nll, seconds);
    }

    private static IReadOnlyList<CurvePoint> Curve(RunDirectory run) =>
    [
        .. MetricsReader.Read(run.MetricsPath).GroupBy(record => record.Epoch).Select(point => new CurvePoint(
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
