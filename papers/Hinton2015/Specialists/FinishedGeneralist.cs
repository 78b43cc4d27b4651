using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Runs.Metrics;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>A generalist that was trained until its held-out accuracy had stopped.</summary>
/// <param name="Path">Its model file, of the last step of all.</param>
/// <param name="Seconds">What all its trainings took.</param>
/// <param name="HeldOutByEpoch">The share of held-out images that were right after each epoch, 0 to 1.</param>
internal sealed record FinishedGeneralist(string Path, double Seconds, IReadOnlyList<double> HeldOutByEpoch)
{
    /// <summary>Trains it, or finds it trained.</summary>
    public static FinishedGeneralist Of(SpecialistsWork work, long seed)
    {
        var plan = work.Experiment.Generalist;
        var generalist = Trained("generalist", $"generalist {seed}", plan.Training, start: null);
        for (var time = 1; time <= plan.MostTimes; time++)
        {
            var further = Trained($"generalist-further-{time}", $"generalist {seed}, further for the {Ordinal(time)} time", plan.Further, generalist.Path);
            generalist = new FinishedGeneralist(
                further.Path, generalist.Seconds + further.Seconds, [.. generalist.HeldOutByEpoch, .. further.HeldOutByEpoch]);
            if (generalist.HasStopped(plan.StopAfter))
            {
                break;
            }
        }

        return generalist;

        FinishedGeneralist Trained(string id, string label, TrainingOptions training, string? start)
        {
            var member = new MemberTraining(id, work.Spec, work.Train, work.HeldOut, new HardLabels(), null, training with { Seed = seed })
            {
                Start = start is null ? null : MemberTraining.StartAt(start),
            };
            var (run, _, seconds) = member.In(work.Run, work.Context.Named(label));
            return new FinishedGeneralist(
                run.ModelPath, seconds,
                [.. MetricsRecord.Read(run.MetricsPath).Where(record => record.Kind == MetricsKind.Evaluation).Select(record => record.Values["accuracy"])]);
        }
    }

    /// <summary>Whether none of the last epochs was better than the best before them.</summary>
    /// <param name="epochs">How many epochs are the last.</param>
    public bool HasStopped(int epochs) =>
        HeldOutByEpoch.Count > epochs && HeldOutByEpoch.TakeLast(epochs).Max() <= HeldOutByEpoch.SkipLast(epochs).Max();

    private static string Ordinal(int number) => number switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{number}th" };
}
