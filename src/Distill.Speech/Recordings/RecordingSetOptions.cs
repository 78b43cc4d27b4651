namespace Distill.Speech.Recordings;

/// <summary>How a set of recordings is laid out, where its files leave a choice.</summary>
public sealed record RecordingSetOptions
{
    /// <summary>The folder that is the test part; null, the default: the one that its name and its words tell.</summary>
    public string? TestPart { get; init; }

    /// <summary>
    /// The encoding of an archive's names that are not UTF-8, for example "cp949", "shift_jis" or "gbk". Null, the default: what
    /// their bytes tell.
    /// </summary>
    public string? ArchiveNames { get; init; }
}
