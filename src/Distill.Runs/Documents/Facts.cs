namespace Distill.Runs.Documents;

/// <summary>Facts under each other, such as what made the results.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Entries">The facts.</param>
internal sealed record Facts(string Title, IReadOnlyList<Fact> Entries) : Block
{
    internal override bool HasHoles() => Entries.Any(entry => entry is null);
}
