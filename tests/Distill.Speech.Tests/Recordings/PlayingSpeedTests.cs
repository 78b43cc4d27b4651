using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Audio;

namespace Distill.Speech.Tests.Recordings;

public sealed class PlayingSpeedTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(1.25)]
    public void A_tone_is_higher_and_shorter_by_the_speed(double speed)
    {
        const int hertz = 400;
        var clip = new Clip(new Recording("a.wav", 3, "anna", RecordingPart.Train), Tones.Sine(hertz, 16_000, seconds: 1));

        var played = clip.AtSpeed(speed);

        Assert.Equal(16_000, played.Sound.Rate);
        Assert.Equal(16_000 / speed, played.Sound.Samples.Length, 1.0);
        Assert.Equal(1, Tones.Amplitude(played.Sound, hertz * speed), 1e-3);
        Assert.Equal(0, Tones.Amplitude(played.Sound, hertz), 1e-3);
        Assert.Equal(("a.wav", 3), (played.Recording.Name, played.Recording.Word));
        Assert.NotEqual("anna", played.Recording.Speaker);
    }

    [Fact]
    public void At_its_own_speed_it_is_the_same_clip()
    {
        var clip = Clips.Of(1, [0], 1)[0];
        Assert.Same(clip, clip.AtSpeed(1));
    }

    [Theory]
    [InlineData(0.49)]
    [InlineData(2.01)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Other_numbers_are_no_speeds(double speed)
    {
        var clip = Clips.Of(1, [0], 1)[0];
        Assert.False(PlayingSpeed.IsInRange(speed));
        Assert.Throws<ArgumentOutOfRangeException>(() => clip.AtSpeed(speed));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateAlignment([0], 0).AtSpeed(speed, 1, new()));
    }

    [Fact]
    public void States_by_hand()
    {
        // Windows of 20 ms each 10 ms: the middle of frame f lies at 10 f + 10 ms. At twice the speed the sound of frame 1, at
        // 20 ms, was recorded at 40 ms, the middle of frame 3; at half of it the sound of frame 3, at 40 ms, at 20 ms, frame 1.
        var options = new FilterbankOptions { WindowMilliseconds = 20 };
        var alignment = new StateAlignment([10, 11, 12, 13, 14, 15], -3);

        Assert.Equal([11, 13, 15], alignment.AtSpeed(2, 3, options).States);
        Assert.Equal(11, alignment.AtSpeed(0.5, 12, options).States[3]);
        Assert.Equal(alignment.States, alignment.AtSpeed(1, 6, options).States);
        Assert.True(double.IsNaN(alignment.AtSpeed(2, 3, options).Score));
    }

    [Fact]
    public void Frames_beyond_the_ends_have_the_states_of_the_ends()
    {
        var states = new StateAlignment([1, 2], 0).AtSpeed(1.1, 40, new()).States;
        Assert.Equal((1, 2, 40), (states[0], states[^1], states.Count));
        Assert.Equal(states.Order(), states);
        Assert.Throws<InvalidOperationException>(() => new StateAlignment([], 0).AtSpeed(1.1, 3, new()));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void What_is_marked_in_the_sound_is_marked_in_the_states(double speed)
    {
        // Half a second of silence, then a tone: the frame where the sound begins is that where the state changes.
        var sound = Tones.Sine(1000, 16_000, seconds: 1);
        sound.Samples.AsSpan(0, 8_000).Clear();
        var clip = new Clip(new Recording("a.wav", 0, "anna", null), sound);
        var bank = new Filterbank();
        var alignment = new StateAlignment([.. Loud(bank.Extract(sound))], 0);

        var features = bank.Extract(clip.AtSpeed(speed).Sound);
        var states = alignment.AtSpeed(speed, features.Frames, bank.Options).States;

        Assert.InRange(states.Zip(Loud(features)).Count(pair => pair.First != pair.Second), 0, 1);

        static IEnumerable<int> Loud(FrameMatrix features) =>
            Enumerable.Range(0, features.Frames).Select(frame => features.Values.Slice(frame * features.Columns, features.Columns).ToArray().Sum() > -200 ? 1 : 0);
    }
}
