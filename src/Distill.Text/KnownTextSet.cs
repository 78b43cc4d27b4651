using Distill.Data;
using Distill.Data.Sets;

namespace Distill.Text;

/// <summary>A set of texts that is known by name.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Licence">The terms under which it may be used.</param>
/// <param name="TrainingTexts">How many texts its training part has.</param>
/// <param name="TestTexts">How many texts its test part has.</param>
/// <param name="Files">The files that it is known by, as paths in its folder; their bytes are checked.</param>
/// <param name="Remedy">How to get it, a sentence.</param>
/// <param name="Read">Reads both parts from the folder.</param>
internal sealed record KnownTextSet(
    string Name, string Description, string Licence, int TrainingTexts, int TestTexts, IReadOnlyList<SetFile> Files, string Remedy,
    Func<string, TextOptions, OpenedData> Read)
{
    /// <summary>Where a package of the system puts it; null where none does.</summary>
    public string? Installed { get; init; }
}
