using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Numbers as people type them: "1,2.5,20", or one by one.</summary>
internal static class NumberList
{
    /// <summary>The numbers as JSON.</summary>
    /// <param name="words">What was typed: numbers, or several with commas between them.</param>
    /// <param name="option">The option's name, for the message.</param>
    /// <param name="expected">What would have been right, for the message.</param>
    /// <exception cref="DistillException">A part is no number, or it may be two numbers or one with a decimal comma.</exception>
    public static JsonArray Parse(IReadOnlyList<string> words, string option, string expected)
    {
        if (words is [var only] && only.Split(',') is [var whole, var decimals] && IsDigits(whole) && IsDigits(decimals))
        {
            throw new DistillException($"{option} {only} may be one number or two; write {whole}.{decimals} for one, or {whole}.0,{decimals}.0 for two.");
        }

        var numbers = new JsonArray();
        foreach (var part in words.SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries)))
        {
            numbers.Add(WrittenNumber.TryDouble(part, out var number)
                ? JsonValue.Create(number)
                : throw new DistillException($"{option} {string.Join(' ', words)}: expected {expected}."));
        }

        return numbers;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
