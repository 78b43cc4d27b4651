namespace Distill.Data.Sets;

/// <summary>A data set that the catalogue knows.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Licence">The terms under which it may be used.</param>
/// <param name="Shape">The shape of its images.</param>
/// <param name="TrainingExamples">How many images its training part has.</param>
/// <param name="TestExamples">How many images its test part has.</param>
/// <param name="ClassNames">The names of its classes; empty when its files give them.</param>
/// <param name="DebianPackage">The Debian package that holds it, or null.</param>
/// <param name="InstalledFolder">Where that package puts it, or null.</param>
public sealed record CatalogueSet(
    string Name,
    string Description,
    string Licence,
    ExampleShape Shape,
    int TrainingExamples,
    int TestExamples,
    IReadOnlyList<string> ClassNames,
    string? DebianPackage,
    string? InstalledFolder)
{
    /// <summary>The files of each way in which it is distributed; any one of them will do.</summary>
    public IReadOnlyList<IReadOnlyList<SetFile>> Files => [.. Variants.Select(variant => variant.Files)];

    /// <summary>The ways in which it is distributed, and how their files are read.</summary>
    internal IReadOnlyList<SetVariant> Variants { get; init; } = [];
}
