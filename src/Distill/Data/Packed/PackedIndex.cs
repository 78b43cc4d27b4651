namespace Distill.Data.Packed;

/// <summary>The file packed.json of packed data: what its files hold together.</summary>
/// <param name="Format">The version of the layout.</param>
/// <param name="Name">What the data are called.</param>
/// <param name="Shape">The shape of every example.</param>
/// <param name="ElementType">The type of every number.</param>
/// <param name="ClassNames">The classes.</param>
/// <param name="Train">What models learn from.</param>
/// <param name="Test">What measures them; null where the data are not divided.</param>
/// <param name="FeatureNames">The name of each feature; null where they have none.</param>
internal sealed record PackedIndex(
    int Format, string Name, ExampleShape Shape, ElementType ElementType, IReadOnlyList<string> ClassNames, PackedPart Train, PackedPart? Test = null,
    IReadOnlyList<string>? FeatureNames = null)
{
    /// <summary>The version that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its name in the folder.</summary>
    public const string FileName = "packed.json";
}
