using System.Diagnostics;
using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Decoding;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Benchmarks.Speech;

/// <summary>
/// Recognises the connected test set: features, a net's scores, the exact search, string by string. The net is untrained:
/// neither it nor a search without pruning is faster or slower for what it has learnt.
/// </summary>
internal static class SpeechProgram
{
    private const int StatesPerWord = 10;
    private const int SilenceStates = 3;

    public static SpeechReport Run(int rounds, int paperSteps)
    {
        var (data, words, clips) = TestClips.Read();
        var strings = ConnectedStrings.Build(clips);
        var states = new StateMap(words, StatesPerWord, SilenceStates);
        var filterbank = new Filterbank();
        var decoder = new Decoder(states, Transitions.Even(states), wordPenalty: 20);
        var priors = StatePriors.Count(states, []);
        var spec = new ModelSpec(
            ExampleShape.Features(SplicedSource.DefaultFrames * filterbank.Options.Filters), states.ClassNames, Normalisation.None, new MlpSpec { Widths = [512, 512, 512, 512] });
        using var model = Classifier.Build(spec, seed: 1);
        var predictor = Predictor.Of(model);
        var (features, scores, search) = (0.0, 0.0, 0.0);
        foreach (var spoken in strings)
        {
            var utterance = Timed(rounds, () => Utterance.Of(spoken, filterbank), ref features);
            var normalised = FrameNormalisation.PerUtterance([utterance])[0];
            var matrix = Timed(rounds, () => Score(normalised, states, predictor, priors), ref scores);
            Timed(rounds, () => decoder.DecodeString(matrix), ref search);
        }

        var seconds = strings.Sum(spoken => spoken.Sound.Duration.TotalSeconds);
        return new SpeechReport(
            data, strings.Count, seconds, words.Count, states.Count, spec.Description,
            seconds / features, seconds / scores, seconds / search, seconds / (features + scores + search),
            paperSteps > 0 ? PaperStep.Measure(paperSteps) : null);
    }

    private static FrameMatrix Score(Utterance utterance, StateMap states, Predictor predictor, StatePriors priors)
    {
        var source = new SplicedSource(utterance.Name, [utterance], null, states);
        return priors.Scores(source, predictor.Predict(new ExampleView(source)))[0];
    }

    // The shortest of some times: what is longer was disturbed.
    private static T Timed<T>(int rounds, Func<T> work, ref double total)
    {
        var result = work();
        var shortest = double.PositiveInfinity;
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            result = work();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        total += shortest;
        return result;
    }
}
