using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Speech.Acoustics;
using Distill.Teachers;
using Distill.Training;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>Trains the nets of the experiment and measures them on their own frames and on the test speakers, over their epochs and at their ends.</summary>
internal static class RegularizerTraining
{
    public const string Full = "full", Hard = "hard", Soft = "soft";

    private const long FirstStudentSeed = 100;

    private const string Own = "train", Test = "test";

    /// <summary>A net on the labels of everything.</summary>
    public static RegularizerNet OnEverything(SpeechWork<RegularizerExperiment> work, long seed) => Measured(work, Everything(work, seed));

    /// <summary>A net on the labels of a share.</summary>
    public static RegularizerNet OnLabels(SpeechWork<RegularizerExperiment> work, DataShare share, long seed) =>
        Measured(work, Train(work, Hard, share, share.Of(work.Frames, seed), new HardLabels(), null, work.Plan.Hard with { Seed = seed }));

    /// <summary>A net on the same share's soft targets, from the net of the same seed that had everything.</summary>
    public static RegularizerNet OnSoftTargets(SpeechWork<RegularizerExperiment> work, DataShare share, long seed)
    {
        var (plan, examples) = (work.Plan, share.Of(work.Frames, seed));
        using var targets = Targets();
        // Its random start is not the teacher's.
        return Measured(work, Train(
            work, Soft, share, examples, new Distillation(plan.Temperature, plan.HardWeight), targets, plan.Soft with { Seed = FirstStudentSeed + seed }));

        StoredTeacher Targets()
        {
            using var teacher = SpeechWork<RegularizerExperiment>.Ensemble([Everything(work, seed).Run.ModelPath], plan.Soft.Precision);
            return LabelledOnce.Open(work.Run, teacher, examples, work.Context.Named("labelling"), $"{share.Id}-{seed}");
        }
    }

    private static TrainedNet Everything(SpeechWork<RegularizerExperiment> work, long seed) =>
        Train(work, Full, null, work.Frames.Train, new HardLabels(), null, work.Plan.Full with { Seed = seed });

    private static TrainedNet Train(
        SpeechWork<RegularizerExperiment> work, string id, DataShare? share, ExampleView examples, IObjective objective, ITeacher? teacher, TrainingOptions options)
    {
        var (frames, most) = (work.Frames, work.Plan.WatchedFrames);
        var own = DataShares.AtMost(examples, most);
        var training = new MemberTraining(
            share is null ? id : $"{id}-{share.Id}", work.Spec, examples, DataShares.AtMost(frames.Validation, most), objective, teacher, options)
        {
            Watched = new Dictionary<string, ExampleView> { [Own] = own, [Test] = DataShares.AtMost(frames.Test, most) },
        };
        var (run, result, _) = training.In(work.Run, work.Context.Named(FormattableString.Invariant($"{id}, {share?.Text ?? "everything"}, seed {options.Seed}")));
        return new TrainedNet(id, share, options.Seed, own, run, result);
    }

    private static RegularizerNet Measured(SpeechWork<RegularizerExperiment> work, TrainedNet net)
    {
        var test = work.Frames.Test;
        var (last, best) = (work.Predict(net.Run.ModelPath, test), work.Predict(net.Run.BestModelPath, test));
        var (lastMetrics, bestMetrics) = (last.Evaluate().Metrics, best.Evaluate().Metrics);
        return new RegularizerNet(
            new RegularizerScores(
                net.Seed, OnOwn(net.Run.ModelPath), lastMetrics.Accuracy, net.Result.Best!.Epoch, OnOwn(net.Run.BestModelPath), bestMetrics.Accuracy,
                lastMetrics.Nll, bestMetrics.Nll),
            new RegularizerCurve(net.Id, net.Share?.Share ?? 1, net.Seed, Points(net.Run)) { Unit = net.Share?.Unit },
            Right(last),
            Right(best));

        double OnOwn(string path) => work.Predict(path, net.Own).Evaluate().Metrics.Accuracy;

        int[] Right(Predictions answers) => SpeechMeasure.RightByUtterance((SplicedSource)test.Source, answers);
    }

    private static List<RegularizerPoint> Points(RunDirectory member)
    {
        var records = MetricsRecord.Read(member.MetricsPath).ToLookup(record => record.Kind);
        var watched = records[MetricsKind.Watched].ToDictionary(record => record.Step, record => record.Values);
        return
        [
            .. records[MetricsKind.Evaluation].Where(record => watched.ContainsKey(record.Step)).Select(record => new RegularizerPoint(
                record.Epoch, watched[record.Step][Own + ".accuracy"], record.Values["accuracy"], watched[record.Step][Test + ".accuracy"], watched[record.Step][Test + ".nll"])),
        ];
    }

    // A net that is trained and not yet measured; its own frames are some of those that it learned from.
    private sealed record TrainedNet(string Id, DataShare? Share, long Seed, ExampleView Own, RunDirectory Run, TrainingResult Result);
}
