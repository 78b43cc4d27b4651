using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Audio;

/// <summary>Damaged files bring nothing but the documented error, and no memory that they do not fill. DISTILL_FUZZ sets how many are tried.</summary>
public sealed class WavFuzzTests
{
    private const int MostBytes = 1 << 16;

    private static readonly byte[] Noise = [.. Enumerable.Range(0, 48).Select(i => (byte)(i * 37))];

    private static readonly byte[][] Originals =
    [
        Wav.Plain([.. Enumerable.Range(0, 40).Select(i => (short)(i * 700))]),
        Wav.File(Wav.Chunk("JUNK", new byte[5]), Wav.Format(Wav.Pcm, 2, 44_100, 24), Wav.Chunk("LIST", [.. "INFO"u8]), Wav.Chunk("data", Noise)),
        Wav.File(Wav.ExtensibleFormat(Wav.Float, 1, 8_000, 32), Wav.Chunk("data", [.. Enumerable.Range(0, 12).SelectMany(i => BitConverter.GetBytes(i / 12f))])),
        Wav.File(Wav.Chunk("data", Noise), Wav.Format(Wav.Pcm, 1, 48_000, 8)),
        Wav.File(Wav.Format(Wav.Pcm, 3, 22_050, 32), Wav.Chunk("data", Noise, uint.MaxValue)),
        Wav.File(Wav.Format(Wav.ALaw, 2, 8_000, 8), Wav.Chunk("data", Noise)),
        Wav.File(Wav.ExtensibleFormat(Wav.MuLaw, 1, 8_000, 8), Wav.Chunk("data", Noise)),
    ];

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        var count = Mutations.Count(100_000);
        var filterbank = new Filterbank(new FilterbankOptions { WindowMilliseconds = 1, ShiftMilliseconds = 0.5, Filters = 4 });
        var refused = 0;
        for (var number = 0; number < count; number++)
        {
            var bytes = Mutations.Of(Originals[number % Originals.Length], number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var sound = Waveform.Read(bytes, "x.wav");
                Assert.False(sound.Samples.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
                if (number % 16 == 0)
                {
                    var features = filterbank.Extract(sound.Resample(16_000));
                    Assert.False(features.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
                }
                else
                {
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
                }
            }
            catch (DistillException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {number}: {error}");
            }
        }

        Assert.InRange(refused, count / 20, count * 9 / 10);
    }
}
