using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Numbers as people type them: "1,2.5,20".</summary>
internal static class NumberList
{
    /// <summary>The numbers as JSON.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="option">The option's name, for the message.</param>
    /// <param name="expected">What would have been right, for the message.</param>
    /// <exception cref="DistillException">A part is no number.</exception>
    public static JsonArray Parse(string text, string option, string expected)
    {
        var numbers = new JsonArray();
        foreach (var part in text.Split(','))
        {
            numbers.Add(double.TryParse(part, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? JsonValue.Create(number)
                : throw new DistillException($"{option} {text}: expected {expected}."));
        }

        return numbers;
    }
}
