using System.Runtime.InteropServices;
using CsCheck;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Recordings;

namespace Distill.Speech.Tests.Acoustics;

public sealed class SplicedSourceTests
{
    private static readonly StateMap States = new(["a", "b"], statesPerWord: 2, silenceStates: 1);

    [Fact]
    public void An_example_is_26_frames_and_the_21st_is_its_own()
    {
        var utterance = Counting(frames: 40);
        var source = new SplicedSource("x", [utterance], null, States);

        var frame30 = Read(source, 30);

        Assert.Equal("52 features", source.Shape.ToString());
        Assert.Equal(Enumerable.Range(10, 26).SelectMany(frame => new[] { (float)frame, -frame }), frame30);
        Assert.Equal(30, frame30[20 * 2]);
    }

    [Fact]
    public void Beyond_the_ends_the_first_and_the_last_frame_are_repeated()
    {
        var source = new SplicedSource("x", [Counting(frames: 3)], null, States, before: 2, after: 1);

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, -1], Read(source, 0).Select(value => value + 0f));
        Assert.Equal([0, 0, 1, -1, 2, -2, 2, -2], Read(source, 2).Select(value => value + 0f));
    }

    [Fact]
    public void Rows_go_through_utterances_and_never_across_them() =>
        Gen.Select(Gen.Int[1, 9].Array[1, 6], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Long).Sample((lengths, before, after, seed) =>
        {
            var random = new SeededRandom(seed);
            Utterance[] utterances = [.. lengths.Select((length, i) => Clips.Random(random.Fork(i), length, 3))];
            var source = new SplicedSource("x", utterances, null, States, before: before, after: after);
            for (var utterance = 0; utterance < lengths.Length; utterance++)
            {
                var (first, count) = source.Rows(utterance);
                Assert.Equal(lengths[utterance], count);
                for (var frame = 0; frame < count; frame++)
                {
                    var expected = Enumerable.Range(frame - before, before + 1 + after).SelectMany(near => utterances[utterance].Frames[Math.Clamp(near, 0, count - 1)].ToArray());
                    Assert.Equal(expected, Read(source, first + frame));
                }
            }

            return source.Count == lengths.Sum();
        });

    [Fact]
    public void Labels_are_the_states_or_unknown()
    {
        Utterance[] utterances = [Counting(2), Counting(3)];
        StateAlignment[] alignments = [new([0, 1], 0), new([4, 2, 3], 0)];

        Assert.Equal([0, 1, 4, 2, 3], new ExampleView(new SplicedSource("x", utterances, alignments, States)).Labels());
        Assert.Equal([-1, -1, -1, -1, -1], new ExampleView(new SplicedSource("x", utterances, null, States)).Labels());
        Assert.Equal(["a/0", "a/1", "b/0", "b/1", "(silence)/0"], new SplicedSource("x", utterances, null, States).ClassNames);
    }

    [Fact]
    public void The_fingerprint_follows_frames_labels_and_splice_and_not_names()
    {
        Utterance[] utterances = [Counting(2), Counting(3)];
        StateAlignment[] alignments = [new([0, 1], 0), new([4, 2, 3], 0)];
        Fingerprint[] all =
        [
            new SplicedSource("x", utterances, alignments, States).Fingerprint,
            new SplicedSource("x", utterances, null, States).Fingerprint,
            new SplicedSource("x", [.. utterances.Reverse()], null, States).Fingerprint,
            new SplicedSource("x", utterances, null, States, after: 6).Fingerprint,
            new SplicedSource("x", utterances, null, States, before: 19, after: 6).Fingerprint,
            new SplicedSource("x", [utterances[0]], null, States).Fingerprint,
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], new SplicedSource("other", utterances, alignments, States).Fingerprint);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        var other = new Utterance("other", "s", [], new FrameMatrix([1, 2, 3], 3));
        var empty = new Utterance("empty", "s", [], new FrameMatrix([], 2));
        Assert.Contains("other has 3 coefficients", Assert.Throws<DistillException>(() => new SplicedSource("x", [Counting(2), other], null, States)).Message, StringComparison.Ordinal);
        Assert.Contains("empty has no frames", Assert.Throws<DistillException>(() => new SplicedSource("x", [empty], null, States)).Message, StringComparison.Ordinal);
        Assert.Contains("no utterances", Assert.Throws<DistillException>(() => new SplicedSource("x", [], null, States)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SplicedSource("x", [Counting(2)], [new([0], 0)], States));
        Assert.Throws<ArgumentException>(() => new SplicedSource("x", [Counting(2)], [new([0, 5], 0)], States));
        Assert.Throws<ArgumentException>(() => new SplicedSource("x", [Counting(2)], [], States));
        Assert.ThrowsAny<ArgumentException>(() => Read(new SplicedSource("x", [Counting(2)], null, States), 2));
    }

    // Coefficients t and −t of frame t.
    private static Utterance Counting(int frames) =>
        new("counting", "s", [0], new FrameMatrix([.. Enumerable.Range(0, frames).SelectMany(frame => new float[] { frame, -frame })], 2));

    private static float[] Read(SplicedSource source, long row)
    {
        var example = new float[source.Shape.Size];
        source.CopyExamples([row], MemoryMarshal.AsBytes(example.AsSpan()));
        return example;
    }
}
