using System.Globalization;
using Distill.Data.Glyphs;
using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// Glyphs of as many classes and images as a name says, such as glyphs:15000,10000000. Their images are drawn when they are read, so a set
/// of any size takes no memory and no files.
/// </summary>
internal static class GlyphSets
{
    /// <summary>How a name is written.</summary>
    public const string Form = "glyphs:CLASSES,IMAGES[,FAMILY]";

    private const string Prefix = "glyphs:";
    private const int DefaultFamily = 5;

    // Test images are a tenth, and no more than those of the sets that have a name.
    private const int MostTestImages = 10_000;

    /// <summary>Whether a name is one of these, right or wrong.</summary>
    public static bool Knows(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The set of a name.</summary>
    /// <exception cref="DistillException">Its numbers are not right.</exception>
    public static CatalogueSet Find(string name)
    {
        var train = Options(name, SetPart.Train);
        return new CatalogueSet(
            name.ToLowerInvariant(), $"stroke glyphs in {train.Classes} classes, drawn as they are read", "public domain", new ExampleShape(1, train.Size, train.Size),
            train.Count, Options(name, SetPart.Test).Count, [], null, null)
        {
            Variants = [new(SetFormat.Glyphs, [])],
        };
    }

    /// <summary>Which glyphs a part has.</summary>
    /// <exception cref="DistillException">The numbers of the name are not right.</exception>
    public static GlyphOptions Options(string name, SetPart part)
    {
        var numbers = name[Prefix.Length..].Split(',');
        var read = Array.ConvertAll(numbers, number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        if (numbers.Length is not (2 or 3) || read.Contains(0))
        {
            throw new DistillException($"There is no data set '{name}'; expected {Form}, with whole numbers from 1 to {int.MaxValue}, for example glyphs:15000,1000000,246.");
        }

        var options = GlyphOptions.Catalogue(part) with { Classes = read[0], FamilySize = read.Length > 2 ? read[2] : DefaultFamily };
        options = options with { Count = part == SetPart.Train ? read[1] : Math.Clamp(read[1] / 10, 1, MostTestImages) };
        options.Validate();
        return options;
    }
}
