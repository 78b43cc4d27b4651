using Distill.Data;
using Distill.Evaluation;
using Distill.Speech.Acoustics;
using Distill.Speech.Decoding;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Hinton2015.Speech;

/// <summary>How a model did on each test utterance; small, so that a run keeps it and later parts compare with it.</summary>
/// <param name="Model">Made of the fingerprints of the models and of all frames that it rests on, by which it is known again.</param>
/// <param name="RightFrames">Frames in the right state of each single word.</param>
/// <param name="Isolated">Errors on each single word.</param>
/// <param name="Strings">Errors on each string.</param>
/// <param name="Penalty">The word penalty with which strings were recognised.</param>
internal sealed record SpeechMeasure(
    string Model, IReadOnlyList<int> RightFrames, IReadOnlyList<WordErrors> Isolated, IReadOnlyList<WordErrors> Strings, double Penalty)
{
    /// <summary>Measures answers; the word penalty is chosen on validation strings.</summary>
    public static SpeechMeasure Of(string model, SpeechAnswers answers, SpeechFrames frames)
    {
        var (recordings, words) = (frames.Recordings, Scores(frames.Test, answers.Test));
        var penalty = WordPenaltyTuning.Choose(
            frames.States, frames.Transitions, Scores(frames.ValidationStrings, answers.ValidationStrings),
            [.. recordings.ValidationStrings.Select(spoken => spoken.Words)]).Penalty;
        var decoder = new Decoder(frames.States, frames.Transitions, penalty);
        return new SpeechMeasure(
            model,
            RightByUtterance((SplicedSource)frames.Test.Source, answers.Test),
            Recognised(recordings.Test, words, decoder.DecodeWord),
            Recognised(recordings.TestStrings, Scores(frames.TestStrings, answers.TestStrings), decoder.DecodeString),
            penalty);

        IReadOnlyList<FrameMatrix> Scores(ExampleView view, Predictions predictions) =>
            frames.Priors.Scores((SplicedSource)view.Source, predictions);
    }

    /// <summary>The share of frames in the right state.</summary>
    public double FrameAccuracy(SpeechFrames frames) => RightFrames.Sum(right => (double)right) / frames.Test.Count;

    /// <summary>Models that differ by their seeds as one row of the results.</summary>
    public static SpeechScores Scores(IReadOnlyList<SpeechMeasure> seeds, SpeechFrames frames) => new(
        [.. seeds.Select(seed => seed.FrameAccuracy(frames))],
        [.. seeds.Select(seed => WordErrors.Sum(seed.Strings).Rate)],
        [.. seeds.Select(seed => WordErrors.Sum(seed.Isolated).Rate)],
        [.. seeds.Select(seed => (Sum: WordErrors.Sum(seed.Strings), seed.Penalty)).Select(seed =>
            new SpeechWordErrors(seed.Sum.Words, seed.Sum.Substitutions, seed.Sum.Insertions, seed.Sum.Deletions, seed.Penalty))]);

    /// <summary>Right frames of each utterance.</summary>
    public static int[] RightByUtterance(SplicedSource source, Predictions predictions) =>
    [
        .. Enumerable.Range(0, source.Utterances).Select(source.Rows).Select(rows =>
            Enumerable.Range(rows.First, rows.Count).Count(row => predictions.PredictedClass(row) == predictions.Labels[row])),
    ];

    private static WordErrors[] Recognised(IReadOnlyList<Utterance> utterances, IReadOnlyList<FrameMatrix> scores, Func<FrameMatrix, Hypothesis> decode) =>
        [.. utterances.Zip(scores).AsParallel().AsOrdered().Select(pair => WordErrors.Between(pair.First.Words, decode(pair.Second).Words))];
}
