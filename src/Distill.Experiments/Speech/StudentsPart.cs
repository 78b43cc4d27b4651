using Distill.Experiments.Jobs;
using Distill.Objectives;
using Distill.Runs.Results.Speech;
using Distill.Teachers;

namespace Distill.Experiments.Speech;

/// <summary>Students of the ensemble: at each temperature, of which the validation speakers choose one, then several seeds at that.</summary>
internal static class StudentsPart
{
    public const string Distilled = "distilled", Longer = "longer";

    public static SpeechResults Temperatures(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames) = (work.Plan.Students, work.Frames);
        using var targets = Targets(work);
        var tried = plan.Temperatures.Select(temperature =>
        {
            var students = Students(work, targets, temperature, plan.ChoiceSeeds);
            return new SpeechTemperature(
                temperature,
                [.. students.Select(student => work.Predict(student, frames.Validation).Evaluate().Metrics.Accuracy)],
                [.. students.Select(student => work.Measured(student).FrameAccuracy(frames))]);
        }).ToList();
        return results with { ByTemperature = tried, Temperature = tried.MaxBy(entry => entry.ValidationFrameAccuracy.Average())!.Temperature };
    }

    public static SpeechResults Run(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames, members) = (work.Plan.Students, work.Frames, EnsemblePart.Members(work));
        using var targets = Targets(work);
        var distilled = Students(work, targets, results.Temperature!.Value, plan.Seeds).Select(work.Measured).ToList();
        var baseline = members.Select(work.Measured).ToList();
        SpeechMeasure[] ensemble = [EnsemblePart.Measured(work, members)];
        return results with
        {
            HardWeight = plan.HardWeight,
            DistilledEpochs = plan.Training.Duration.EpochCount,
            Distilled = SpeechMeasure.Scores(distilled, frames),
            Transferred = SpeechComparison.Transferred(baseline, distilled, ensemble),
            Differences =
            [
                .. Without(results, Distilled),
                SpeechComparison.Between(EnsemblePart.Baseline, baseline, Distilled, distilled, frames),
                SpeechComparison.Between(EnsemblePart.Ensemble, ensemble, Distilled, distilled, frames),
            ],
        };
    }

    /// <summary>The students' length without their targets.</summary>
    public static SpeechResults WithoutTargets(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames) = (work.Plan.Students, work.Frames);
        var longer = work.OnLabels(Longer, plan.Training, plan.LongerSeeds).Select(work.Measured).ToList();
        var baseline = EnsemblePart.Members(work).Select(work.Measured).ToList();
        return results with
        {
            Longer = SpeechMeasure.Scores(longer, frames),
            Differences = [.. Without(results, Longer), SpeechComparison.Between(EnsemblePart.Baseline, baseline, Longer, longer, frames)],
        };
    }

    private static IEnumerable<SpeechDifference> Without(SpeechResults results, string second) =>
        (results.Differences ?? []).Where(difference => difference.Second != second);

    private static IReadOnlyList<string> Students(SpeechWork<SpeechExperiment> work, StoredTeacher targets, double temperature, IReadOnlyList<long> seeds) =>
    [
        .. seeds.Select(seed => work.Trained(
            new MemberTraining(
                FormattableString.Invariant($"{Distilled}-T{temperature}"), work.Spec, work.Frames.Train, null,
                new Distillation(temperature, work.Plan.Students.HardWeight), targets, work.Plan.Students.Training with { Seed = seed }),
            FormattableString.Invariant($"student {seed} at T = {temperature}")).ModelPath),
    ];

    private static StoredTeacher Targets(SpeechWork<SpeechExperiment> work)
    {
        var training = work.Plan.Students.Training;
        using var ensemble = SpeechWork<SpeechExperiment>.Ensemble(EnsemblePart.Members(work), training.Precision);
        return LabelledOnce.Open(work.Run, ensemble, work.Frames.Train, work.Named("labelling by the ensemble"), work.Cancellation);
    }
}
