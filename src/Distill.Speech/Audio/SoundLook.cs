using Distill.Files;

namespace Distill.Speech.Audio;

/// <summary>What a file that is called WAV is, by its first bytes.</summary>
internal static class SoundLook
{
    private const int Looked = 64;

    /// <summary>For messages, for example "FLAC"; null where they tell nothing.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        var start = file[..Math.Min(Looked, file.Length)];
        return start.StartsWith("fLaC"u8) ? "FLAC"
            : start.StartsWith("OggS"u8) ? "Ogg (Vorbis or Opus)"
            : start.StartsWith("ID3"u8) || (start.Length > 1 && start[0] == 0xFF && (start[1] & 0xE6) == 0xE2) ? "MP3"
            : start.StartsWith("FORM"u8) && start.Length >= 12 && start[8..11].SequenceEqual("AIF"u8) ? "AIFF"
            : start.Length >= 8 && start[4..].StartsWith("ftyp"u8) ? "MPEG-4 sound (M4A)"
            : start.StartsWith(".snd"u8) ? "a Sun AU file"
            : start.StartsWith("NIST_1A"u8) ? "a NIST SPHERE file, as TIMIT has under names that end in .wav"
            : start.StartsWith("RIFX"u8) ? "RIFX, a WAV file of the other byte order"
            : start.StartsWith("caff"u8) ? "a Core Audio file"
            : start.StartsWith("#!AMR"u8) ? "AMR"
            : start.StartsWith("riff"u8) ? "Wave64"
            : start.Length > 0 && FileLook.Of(start.ToArray()) is { IsKnown: true } look ? look.Name
            : null;
    }

    /// <summary>Whether the file was put in the place of the one that was meant, such as a pointer of Git LFS.</summary>
    public static bool StandsIn(ReadOnlySpan<byte> file) => !file.IsEmpty && FileLook.Of(file[..Math.Min(Looked, file.Length)].ToArray()).StandsIn;
}
