using Distill.Speech.Decoding;

namespace Hinton2015.Speech;

/// <summary>The nets that differ by their random start, each alone, and ensembles of the first so many.</summary>
internal static class EnsemblePart
{
    public const string Baseline = "baseline", Ensemble = "ensemble";

    public static SpeechResults Run(SpeechWork<SpeechExperiment> work, SpeechResults results)
    {
        var (members, frames) = (Members(work), work.Frames);
        var (alone, together, mean) = (new List<SpeechMeasure>(), new List<SpeechMeasure>(), new AnswerMean());
        foreach (var member in members)
        {
            var answers = work.Answers(member);
            alone.Add(work.Measured(member, () => answers));
            mean.Add(answers);
            together.Add(work.Measured(Name(mean.Count), [.. members.Take(mean.Count)], mean.Mean));
        }

        return results with
        {
            BaselineEpochs = work.Plan.Baseline.Training.Duration.EpochCount,
            Baseline = SpeechMeasure.Scores(alone, frames),
            Ensemble = SpeechMeasure.Scores([together[^1]], frames),
            BySize =
            [
                .. together.Index().Select(entry => new SpeechSize(
                    entry.Index + 1, entry.Item.FrameAccuracy(frames), WordErrors.Sum(entry.Item.Strings).Rate)),
            ],
            Differences = [SpeechComparison.Between(Baseline, alone, Ensemble, [together[^1]], frames)],
        };
    }

    /// <summary>The members' model files.</summary>
    public static IReadOnlyList<string> Members(SpeechWork<SpeechExperiment> work) =>
        work.OnLabels(Baseline, work.Frames.Train, work.Plan.Baseline.Training, work.Plan.Seeds);

    /// <summary>How all members together did, which the run holds once the part is done.</summary>
    public static SpeechMeasure Measured(SpeechWork<SpeechExperiment> work, IReadOnlyList<string> members) =>
        work.Measured(Name(members.Count), members, () =>
        {
            var mean = new AnswerMean();
            foreach (var member in members)
            {
                mean.Add(work.Answers(member));
            }

            return mean.Mean();
        });

    private static string Name(int members) => $"ensemble-of-{members}";
}
