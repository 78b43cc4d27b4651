using Distill.Onnx.Export.Writing;

namespace Distill.Onnx.Export.Strings;

/// <summary>Characters of UTF-8 as steps on whole numbers.</summary>
internal static class CodePoints
{
    /// <summary>Whether a byte stands behind the first of a character.</summary>
    public static string Continue(TextSteps steps, string bytes) =>
        steps.Do("And", steps.Do("GreaterOrEqual", bytes, steps.Number(0x80)), steps.Do("Less", bytes, steps.Number(0xC0)));

    /// <summary>The character that begins at each byte, as its code point; any number where none begins.</summary>
    /// <param name="steps">Where nodes go.</param>
    /// <param name="bytes">[texts, bytes] int64.</param>
    public static string Of(TextSteps steps, string bytes)
    {
        var second = steps.Later(bytes, 1);
        var third = steps.Later(second, 1);
        var two = Appended(steps, bytes, second);
        var three = Appended(steps, two, third);
        var four = Appended(steps, three, steps.Later(third, 1));
        // What the marks of the bytes, such as 110 and 10, add to a character of two, three and four.
        return Where(bytes, 0x80, bytes, Where(bytes, 0xE0, Less(two, 0x3080), Where(bytes, 0xF0, Less(three, 0xE2080), Less(four, 0x3C82080))));

        string Where(string value, long below, string then, string otherwise) => steps.Do("Where", steps.Do("Less", value, steps.Number(below)), then, otherwise);

        string Less(string value, long marks) => steps.Do("Sub", value, steps.Number(marks));
    }

    private static string Appended(TextSteps steps, string before, string next) => steps.Do("Add", steps.Do("Mul", before, steps.Number(64)), next);
}
