using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>Images of one part with their classes.</summary>
/// <param name="Title">What the part is called in messages: its folder or list.</param>
/// <param name="RecognisedBy">What told that it is one, for people.</param>
/// <param name="Images">The images in their order.</param>
/// <param name="Classes">The class of each: the folders of its path down to its class, or what a list says; null for none.</param>
/// <param name="IsOfList">Whether a list gave the classes.</param>
internal sealed record LabelledPart(string Title, string RecognisedBy, IReadOnlyList<ListedFile> Images, IReadOnlyList<string?> Classes, bool IsOfList)
{
    /// <summary>Whether any image has a class.</summary>
    public bool IsLabelled => Classes.Any(name => name is not null);

    /// <summary>The path of the list that gave the classes; null for none.</summary>
    public string? List { get; init; }

    /// <summary>Rows of the list that name no image.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What was read and may not be meant so.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The classes, sorted: as numbers where a list gives nothing but numbers, else as text.</summary>
    public IReadOnlyList<string> ClassNames()
    {
        var names = Classes.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return IsOfList && names.TrueForAll(name => decimal.TryParse(name, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _))
            ? [.. names.OrderBy(name => decimal.Parse(name, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
    }
}
