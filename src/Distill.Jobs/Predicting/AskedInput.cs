namespace Distill.Jobs.Predicting;

/// <summary>One input as it was found: the bytes of a file, the numbers of a row, a text, or why there are none.</summary>
/// <param name="Name">What people call it.</param>
internal sealed record AskedInput(string Name)
{
    /// <summary>The bytes of the file; null of a row, and where they could not be read.</summary>
    public byte[]? Encoded { get; init; }

    /// <summary>The numbers of the row; null of a file.</summary>
    public float[]? Features { get; init; }

    /// <summary>The text; null of anything else.</summary>
    public string? Text { get; init; }

    /// <summary>Why it could not be read; null where it could.</summary>
    public string? Problem { get; init; }
}
