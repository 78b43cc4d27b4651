using System.Collections.Frozen;

namespace Distill.Speech.Audio;

/// <summary>Names of the formats that WAV files number.</summary>
internal static class WavCodecs
{
    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [1] = "PCM",
        [2] = "Microsoft ADPCM",
        [3] = "IEEE float",
        [6] = "A-law",
        [7] = "mu-law",
        [0x10] = "OKI ADPCM",
        [0x11] = "IMA ADPCM",
        [0x16] = "G.723 ADPCM",
        [0x22] = "TrueSpeech",
        [0x31] = "GSM 6.10",
        [0x40] = "G.721 ADPCM",
        [0x42] = "G.723.1",
        [0x45] = "G.726 ADPCM",
        [0x50] = "MPEG layer 1 or 2",
        [0x55] = "MP3",
        [0x57] = "AMR",
        [0x58] = "AMR-WB",
        [0x64] = "G.726 ADPCM",
        [0x83] = "G.729",
        [0x92] = "Dolby AC-3",
        [0xFF] = "AAC",
        [0x160] = "Windows Media Audio",
        [0x161] = "Windows Media Audio",
        [0x162] = "Windows Media Audio",
        [0x163] = "Windows Media Audio",
        [0x1610] = "AAC",
        [0x2000] = "Dolby AC-3",
        [0x566F] = "Vorbis",
        [0x674F] = "Vorbis",
        [0x6750] = "Vorbis",
        [0x6751] = "Vorbis",
        [0x676F] = "Vorbis",
        [0x6770] = "Vorbis",
        [0x6771] = "Vorbis",
        [0x704F] = "Opus",
        [0xA109] = "Speex",
        [0xF1AC] = "FLAC",
        [0xFFFE] = "extensible",
    }.ToFrozenDictionary();

    /// <summary>The name of a format; null where its number is not known.</summary>
    public static string? NameOf(int format) => Names.GetValueOrDefault(format);
}
