using CsCheck;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Recordings;

namespace Distill.Speech.Tests.Alignment;

public sealed class GaussianHmmTests
{
    [Fact]
    public void The_likelihood_never_falls() => Gen.Select(Gen.Int[2, 8], Gen.Int[2, 4], Gen.Int[1, 2], Gen.Long).Sample(
        (count, perWord, silence, seed) =>
        {
            var random = new SeededRandom(seed);
            Utterance[] utterances = [.. Enumerable.Range(0, count).Select(number => Clips.Random(random.Fork(number), 12 + random.Below(20), 3, number % 2))];
            var model = GaussianHmm.Train(utterances, new StateMap(["a", "b"], perWord, silence), new HmmOptions { Tolerance = 0, MaxIterations = 15 });
            return model.LogLikelihoods.Zip(model.LogLikelihoods.Skip(1)).All(pair => pair.Second >= pair.First - 1e-5);
        },
        iter: 60);

    [Fact]
    public void States_are_found_where_the_sound_changes()
    {
        // Noise around 0 is silence; word 0 goes from 2 to −2, word 1 the other way round; lengths differ from clip to clip.
        var utterances = new List<Utterance>();
        var truth = new List<int[]>();
        var states = new StateMap(["up", "down"], statesPerWord: 2, silenceStates: 1);
        for (var number = 0; number < 60; number++)
        {
            var random = new SeededRandom(3, number);
            var word = number % 2;
            int[] path =
            [
                .. Enumerable.Repeat(4, 5 + random.Below(8)), .. Enumerable.Repeat(states.Class(word, 0), 4 + random.Below(8)),
                .. Enumerable.Repeat(states.Class(word, 1), 4 + random.Below(8)), .. Enumerable.Repeat(4, 5 + random.Below(8)),
            ];
            double[] centres = [2, -2, -2, 2, 0];
            utterances.Add(new Utterance($"{number}", "s", [word], new FrameMatrix([.. path.Select(state => (float)(centres[state] + random.NextDouble() - 0.5))], 1)));
            truth.Add(path);
        }

        var model = GaussianHmm.Train(utterances, states);

        var frames = model.Align(utterances).Zip(truth).SelectMany(pair => pair.First.States.Zip(pair.Second)).ToArray();
        Assert.InRange(frames.Count(frame => frame.First == frame.Second) / (double)frames.Length, 0.99, 1);
    }

    [Fact]
    public void Densities_by_hand()
    {
        // One frame of each state: its variance is a tenth of that of all frames, 2/3.
        var states = new StateMap(["a"], statesPerWord: 1, silenceStates: 1);
        var utterance = new Utterance("u", "s", [0], new FrameMatrix([0, 1, 2], 1));
        var model = GaussianHmm.Train([utterance], states, new HmmOptions { VarianceFloor = 0.1, MaxIterations = 1, SilenceShare = 0.34 });

        var scores = model.Scores(utterance.Frames);

        Assert.Equal(-0.5 * Math.Log(2 * Math.PI * (2 / 30.0)), scores[1][0], 1e-5);
        Assert.Equal((-0.5 * Math.Log(2 * Math.PI * (2 / 30.0))) - (0.5 * 30 / 2.0), scores[0][0], 1e-4);
        // Silence took frames 0 and 2: mean 1, variance 1.
        Assert.Equal(-0.5 * (Math.Log(2 * Math.PI) + 1), scores[0][1], 1e-5);
    }

    [Fact]
    public void Equal_utterances_give_equal_models()
    {
        var utterances = Clips.Utterances(Clips.Of(words: 2, speakers: [1], takes: 3));
        var states = new StateMap([.. ToneWords.Words.Take(2)], statesPerWord: 3, silenceStates: 1);

        Assert.Equal(GaussianHmm.Train(utterances, states).LogLikelihoods, GaussianHmm.Train(utterances, states).LogLikelihoods);
    }

    [Fact]
    public void What_cannot_be_trained_on_is_refused()
    {
        var states = new StateMap(["a"], statesPerWord: 5, silenceStates: 1);
        Assert.Contains("no utterances", Error([], states, new()), StringComparison.Ordinal);
        Assert.Contains("has 4 frames for 1 words of 5 states", Error([Clips.Random(new SeededRandom(1), 4, 2, 0)], states, new()), StringComparison.Ordinal);
        Assert.Contains("has 3 coefficients", Error([Clips.Random(new SeededRandom(1), 9, 2, 0), Clips.Random(new SeededRandom(1), 9, 3, 0)], states, new()), StringComparison.Ordinal);
        Assert.Contains("maxIterations is 0", Error([], states, new() { MaxIterations = 0 }), StringComparison.Ordinal);
    }

    private static string Error(Utterance[] utterances, StateMap states, HmmOptions options) =>
        Assert.Throws<DistillException>(() => GaussianHmm.Train(utterances, states, options)).Message;
}
