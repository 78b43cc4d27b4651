namespace Distill.Runs.Documents;

/// <summary>A part of a document. It is left out where it has no block.</summary>
/// <param name="Id">Its anchor, unique in the document: letters, digits and hyphens.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Introduction">What it shows, in a sentence or two; empty for nothing.</param>
/// <param name="Blocks">What it shows.</param>
internal sealed record Section(string Id, string Title, string Introduction, IReadOnlyList<Block> Blocks)
{
    /// <summary>Whether it belongs to the document in short, with which a command ends.</summary>
    public bool InShort { get; init; }
}
