namespace Distill.Runs.Documents;

/// <summary>A paragraph.</summary>
/// <param name="Text">The text.</param>
internal sealed record Note(string Text) : Block
{
    internal override bool HasHoles() => false;
}
