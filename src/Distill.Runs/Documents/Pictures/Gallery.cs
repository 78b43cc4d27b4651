namespace Distill.Runs.Documents;

/// <summary>Examples beside each other, each with a few words.</summary>
/// <param name="Caption">What they are.</param>
/// <param name="Pictures">The examples.</param>
internal sealed record Gallery(string Caption, IReadOnlyList<GalleryPicture> Pictures) : Block
{
    /// <summary>The same words as a table, for readers without a picture.</summary>
    public Table AsTable() => new(
        Caption, ["true class", "in short"], [.. Pictures.Select(picture => (IReadOnlyList<Cell>)[Cell.Of(picture.Name), Cell.Of(picture.InShort)])]);

    internal override bool HasHoles() => Caption is null || Pictures.Any(picture => picture is null || !picture.IsWhole);
}
