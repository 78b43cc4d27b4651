using Distill.Data;
using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>
/// Joins clips of single words into strings of several, each of one speaker, so that a decoder can insert and delete words too.
/// </summary>
internal static class ConnectedStrings
{
    private const long Purpose = 0x737472696E67;

    /// <summary>
    /// Puts each clip into one string, between silences. A silence is the quietest tenth of a second of the string's clips,
    /// played forth and back: the noise of that speaker's room rather than none. Equal clips and options give equal strings.
    /// </summary>
    /// <param name="clips">Clips of one rate; of each speaker at least as many as a string's fewest words.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The strings, speakers in ordinal order.</returns>
    /// <exception cref="DistillException">An option is out of range, rates differ, or a speaker has too few clips.</exception>
    public static IReadOnlyList<ConnectedString> Build(IReadOnlyList<Clip> clips, ConnectedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        options ??= new();
        options.Validate();
        if (clips.FirstOrDefault(clip => clip.Sound.Rate != clips[0].Sound.Rate) is { } other)
        {
            throw new DistillException($"{other.Recording.Name} has {other.Sound.Rate} samples a second, {clips[0].Recording.Name} {clips[0].Sound.Rate}. Resample them to one rate.");
        }

        var strings = new List<ConnectedString>();
        foreach (var (number, speaker) in clips.GroupBy(clip => clip.Recording.Speaker).OrderBy(group => group.Key, StringComparer.Ordinal).Index())
        {
            var random = new SeededRandom(Purpose, options.Seed, number);
            var own = speaker.ToArray();
            random.Shuffle<Clip>(own);
            for (var left = own.AsSpan(); left.Length > 0;)
            {
                var words = WordCount(left.Length, speaker.Key, options, ref random);
                strings.Add(Join(left[..words].ToArray(), options, ref random));
                left = left[words..];
            }
        }

        return strings;
    }

    // What is left over must be enough for another string.
    private static int WordCount(int left, string speaker, ConnectedOptions options, ref SeededRandom random)
    {
        if (left < options.FewestWords)
        {
            throw new DistillException($"Speaker {speaker} has {left} clips; a string takes {options.FewestWords} or more. Leave the speaker out, or allow shorter strings.");
        }

        var most = Math.Min(options.MostWords, left - options.FewestWords);
        return left <= options.MostWords ? left : options.FewestWords + random.Below(most - options.FewestWords + 1);
    }

    private static ConnectedString Join(Clip[] clips, ConnectedOptions options, ref SeededRandom random)
    {
        var rate = clips[0].Sound.Rate;
        var quiet = Quietest(clips, rate);
        var samples = new List<float>();
        foreach (var clip in clips)
        {
            AddSilence(samples, quiet, rate, options, ref random);
            samples.AddRange(clip.Sound.Samples);
        }

        AddSilence(samples, quiet, rate, options, ref random);
        return new ConnectedString(
            string.Join(" + ", clips.Select(clip => clip.Recording.Name)), clips[0].Recording.Speaker,
            [.. clips.Select(clip => clip.Recording.Word)], new Waveform(rate, [.. samples]));
    }

    private static void AddSilence(List<float> samples, float[] quiet, int rate, ConnectedOptions options, ref SeededRandom random)
    {
        var seconds = options.ShortestSilence + (random.NextDouble() * (options.LongestSilence - options.ShortestSilence));
        for (var i = 0; i < (int)(seconds * rate); i++)
        {
            var place = i % Math.Max(1, 2 * quiet.Length);
            samples.Add(quiet.Length == 0 ? 0 : quiet[Math.Min(place, (2 * quiet.Length) - 1 - place)]);
        }
    }

    private static float[] Quietest(Clip[] clips, int rate)
    {
        var length = rate / 10;
        return clips.SelectMany(clip => Enumerable.Range(0, clip.Sound.Samples.Length / length).Select(piece => clip.Sound.Samples.AsMemory(piece * length, length)))
            .DefaultIfEmpty().MinBy(piece => Energy(piece.Span)).ToArray();
    }

    private static double Energy(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum;
    }
}
