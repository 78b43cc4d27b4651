using Distill.Data;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Speech;

/// <summary>
/// Students of the ensemble: on the training recordings at each temperature, of which the validation speakers choose one, then
/// several seeds at that, on the same recordings at other speeds too and beside them on the recordings as they are.
/// </summary>
internal static class StudentsPart
{
    public const string Distilled = "distilled", Plain = "plain", Longer = "longer";

    public static SpeechResults Temperatures(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames) = (work.Plan.Students, work.Frames);
        using var targets = Targets(work, frames.Train);
        var tried = plan.Temperatures.Select(temperature =>
        {
            var students = OnTrainingRecordings(work, targets, temperature, plan.ChoiceSeeds);
            return new SpeechTemperature(
                temperature,
                [.. students.Select(student => work.Predict(student, frames.Validation).Evaluate().Metrics.Accuracy)],
                [.. students.Select(student => work.Measured(student).FrameAccuracy(frames))]);
        }).ToList();
        return results with { ByTemperature = tried, Temperature = tried.MaxBy(entry => entry.ValidationFrameAccuracy.Average())!.Temperature };
    }

    public static SpeechResults Run(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames, members, temperature) = (work.Plan.Students, work.Frames, EnsemblePart.Members(work), results.Temperature!.Value);
        using var transferTargets = Targets(work, frames.Transfer, "transfer");
        using var targets = Targets(work, frames.Train);
        var distilled = Students(
            work, FormattableString.Invariant($"transfer-T{temperature}"), frames.Transfer, transferTargets, temperature, plan.AtSpeeds(), plan.Seeds)
            .Select(work.Measured).ToList();
        var plain = OnTrainingRecordings(work, targets, temperature, plan.Seeds).Select(work.Measured).ToList();
        var baseline = members.Select(work.Measured).ToList();
        SpeechMeasure[] ensemble = [EnsemblePart.Measured(work, members)];
        return results with
        {
            HardWeight = plan.HardWeight,
            DistilledEpochs = plan.Training.Duration.EpochCount,
            Speeds = plan.Speeds,
            Distilled = SpeechMeasure.Scores(distilled, frames),
            Transferred = SpeechComparison.Transferred(baseline, distilled, ensemble, frames),
            Plain = SpeechMeasure.Scores(plain, frames),
            PlainTransferred = SpeechComparison.Transferred(baseline, plain, ensemble, frames),
            Differences =
            [
                .. Without(results, Distilled),
                SpeechComparison.Between(EnsemblePart.Baseline, baseline, Distilled, distilled, frames),
                SpeechComparison.Between(EnsemblePart.Ensemble, ensemble, Distilled, distilled, frames),
                SpeechComparison.Between(Plain, plain, Distilled, distilled, frames),
            ],
        };
    }

    /// <summary>The students' recordings and length without their targets.</summary>
    public static SpeechResults WithoutTargets(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (plan, frames) = (work.Plan.Students, work.Frames);
        var longer = work.OnLabels(Longer, frames.Transfer, plan.AtSpeeds(), plan.LongerSeeds).Select(work.Measured).ToList();
        var baseline = EnsemblePart.Members(work).Select(work.Measured).ToList();
        return results with
        {
            Longer = SpeechMeasure.Scores(longer, frames),
            Differences = [.. Without(results, Longer), SpeechComparison.Between(EnsemblePart.Baseline, baseline, Longer, longer, frames)],
        };
    }

    private static IEnumerable<SpeechDifference> Without(SpeechResults results, string second) =>
        (results.Differences ?? []).Where(difference => difference.Second != second);

    private static IReadOnlyList<string> OnTrainingRecordings(
        SpeechWork<SpeechExperiment> work, StoredTeacher targets, double temperature, IReadOnlyList<long> seeds) =>
        Students(
            work, FormattableString.Invariant($"{Distilled}-T{temperature}"), work.Frames.Train, targets, temperature, work.Plan.Students.Training, seeds);

    private static IReadOnlyList<string> Students(
        SpeechWork<SpeechExperiment> work, string id, ExampleView view, StoredTeacher targets, double temperature, TrainingOptions training, IReadOnlyList<long> seeds)
    {
        var objective = new Distillation(temperature, work.Plan.Students.HardWeight);
        return
        [
            .. seeds.Select(seed => work.Trained(
                new MemberTraining(id, work.Spec, view, null, objective, targets, training with { Seed = seed }), $"student {id} {seed}").ModelPath),
        ];
    }

    private static StoredTeacher Targets(SpeechWork<SpeechExperiment> work, ExampleView view, string name = "")
    {
        using var ensemble = SpeechWork<SpeechExperiment>.Ensemble(EnsemblePart.Members(work), work.Plan.Students.Training.Precision);
        return LabelledOnce.Open(work.Run, ensemble, view, work.Context.Named("labelling by the ensemble"), name);
    }
}
