using Distill.Data;
using Distill.Runs;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Tests.Recordings;

public sealed class FrameNormalisationTests
{
    [Fact]
    public void By_hand()
    {
        // Mean 3 and deviation 2 of the first coefficient; the second never changes.
        var utterance = new Utterance("u", "s", [], new FrameMatrix([1, 7, 5, 7, 1, 7, 5, 7], 2));

        Assert.Equal([-1, 0, 1, 0, -1, 0, 1, 0], FrameNormalisation.PerUtterance([utterance])[0].Frames.Values.ToArray());
    }

    [Fact]
    public void Each_utterance_has_mean_0_and_variance_1_by_itself()
    {
        Utterance[] utterances = [Clips.Random(new SeededRandom(1), 30, 3), Clips.Random(new SeededRandom(2), 50, 3)];

        Assert.All(FrameNormalisation.PerUtterance(utterances), utterance => AssertNormal([utterance]));
    }

    [Fact]
    public void A_speaker_has_mean_0_and_variance_1_over_all_utterances_and_these_keep_their_difference()
    {
        var quiet = new Utterance("quiet", "a", [], new FrameMatrix([0, 1, 2, 3], 1));
        var loud = new Utterance("loud", "a", [], new FrameMatrix([10, 11, 12, 13], 1));
        var other = new Utterance("other", "b", [], new FrameMatrix([500, 600], 1));

        var normalised = FrameNormalisation.PerSpeaker([quiet, other, loud]);

        AssertNormal([normalised[0], normalised[2]]);
        AssertNormal([normalised[1]]);
        Assert.Equal(["quiet", "other", "loud"], normalised.Select(utterance => utterance.Name));
        Assert.True(normalised[0].Frames.Values.ToArray().Max() < normalised[2].Frames.Values.ToArray().Min());
    }

    [Fact]
    public void Large_numbers_lose_nothing()
    {
        var utterance = new Utterance("u", "s", [], new FrameMatrix([8_000_000, 8_000_002, 8_000_000, 8_000_002], 1));

        Assert.Equal([-1, 1, -1, 1], FrameNormalisation.PerUtterance([utterance])[0].Frames.Values.ToArray());
    }

    [Fact]
    public void Other_numbers_of_coefficients_are_refused()
    {
        Utterance[] utterances = [Clips.Random(new SeededRandom(1), 5, 3), Clips.Random(new SeededRandom(2), 5, 4)];

        Assert.Contains("has 4 coefficients", Assert.Throws<DistillException>(() => FrameNormalisation.PerSpeaker(utterances)).Message, StringComparison.Ordinal);
    }

    private static void AssertNormal(IReadOnlyList<Utterance> utterances)
    {
        for (var column = 0; column < utterances[0].Frames.Columns; column++)
        {
            double[] values = [.. utterances.SelectMany(utterance => Enumerable.Range(0, utterance.Frames.Frames).Select(frame => (double)utterance.Frames[frame][column]))];
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(value => value * value), 1e-5);
        }
    }
}
