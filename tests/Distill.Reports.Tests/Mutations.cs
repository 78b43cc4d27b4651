using System.Text.RegularExpressions;
using CsCheck;

namespace Distill.Reports.Tests;

/// <summary>Damages JSON: values swapped for absurd ones, and letters for others.</summary>
internal static partial class Mutations
{
    private static readonly string[] Absurd =
    [
        "null", "-1", "0", "1e308", "-1e308", "1e-320", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "9223372036854775807",
        "-9223372036854775808", "2147483647", "[]", "{}", "true", "\"\"", "\"\\u0000<\\ud800\"", "[null]", "[[[[[[]]]]]]",
    ];

    public static Gen<string> Of(string text)
    {
        var values = Value().Matches(text);
        var absurd = Gen.Int[0, Absurd.Length - 1].Select(i => Absurd[i]);
        var swapped = Gen.Int[0, values.Count - 1].Array[1, 3].Select(absurd, (places, value) =>
            places.Distinct().OrderDescending().Select(place => values[place]).Aggregate(
                text, (changed, place) => changed.Remove(place.Index, place.Length).Insert(place.Index, value)));
        var garbled = Gen.Int[0, text.Length - 1].Select(
            Gen.Char, (place, letter) => text.Remove(place, 1).Insert(place, letter.ToString()));
        var cut = Gen.Int[0, text.Length].Select(length => text[..length]);
        return Gen.Frequency((8, (IGen<string>)swapped), (1, garbled), (1, cut));
    }

    [GeneratedRegex("""(?<=[:\[,]\s*)(-?[0-9][0-9.eE+-]*|"[^"]*"(?!\s*:)|true|false|null)""")]
    private static partial Regex Value();
}
