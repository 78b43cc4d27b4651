namespace Distill.Speech.Recordings;

/// <summary>A part of a set of recordings, as its authors divided it; no speaker is in two.</summary>
public enum RecordingPart
{
    /// <summary>What models are trained on.</summary>
    Train,

    /// <summary>What settings are chosen on.</summary>
    Validation,

    /// <summary>What the final numbers are measured on.</summary>
    Test,
}
