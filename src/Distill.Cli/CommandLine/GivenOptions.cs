using System.CommandLine;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Options that were typed, and those among them that would change nothing.</summary>
internal static class GivenOptions
{
    /// <summary>Whether an option was typed.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that nothing would read.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="circumstance">When nothing reads them, for example "without --verify".</param>
    /// <param name="options">The options.</param>
    /// <exception cref="DistillException">One of them was typed.</exception>
    public static void Refuse(this ParseResult parsed, string circumstance, params IEnumerable<Option> options)
    {
        var given = options.Where(parsed.IsGiven).Select(option => option.Name).ToList();
        if (given.Count > 0)
        {
            throw new DistillException($"{string.Join(", ", given)} would change nothing {circumstance}; leave {(given.Count == 1 ? "it" : "them")} out.");
        }
    }
}
