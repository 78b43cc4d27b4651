using Distill.Data;
using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Recordings;

namespace Distill.Benchmarks.Speech;

/// <summary>The test part of Arabic Speech Commands where it is on the machine, or as many seconds of noise.</summary>
internal static class TestClips
{
    private const int Rate = 16_000;

    public static (string Data, IReadOnlyList<string> Words, IReadOnlyList<Clip> Clips) Read()
    {
        RecordingSet set;
        try
        {
            set = RecordingSet.Open(KnownRecordings.ArabicSpeechCommands);
        }
        catch (DistillException)
        {
            return ("made-up noise", [.. Enumerable.Range(0, 20).Select(word => $"word{word}")], [.. Enumerable.Range(0, 1200).Select(Noise)]);
        }

        return ("the test part of Arabic Speech Commands", set.Words, [.. set.Read(RecordingPart.Test)]);
    }

    private static Clip Noise(int number)
    {
        var random = new SeededRandom(number);
        var samples = new float[Rate];
        foreach (ref var sample in samples.AsSpan())
        {
            sample = (float)(random.NextDouble() - 0.5);
        }

        return new Clip(new Recording($"{number}", number % 20, $"speaker{number / 200}", null), new Waveform(Rate, samples));
    }
}
