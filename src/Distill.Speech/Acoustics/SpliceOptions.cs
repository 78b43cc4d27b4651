namespace Distill.Speech.Acoustics;

/// <summary>How many neighbours a frame is seen with. The paper sees 26 frames and names the state of the 21st.</summary>
public sealed record SpliceOptions
{
    /// <summary>Frames before, 0 to 1,000; default 20.</summary>
    public int Before { get; init; } = 20;

    /// <summary>Frames after, 0 to 1,000; default 5.</summary>
    public int After { get; init; } = 5;

    /// <summary>All frames of an example.</summary>
    public int Count => Before + 1 + After;
}
