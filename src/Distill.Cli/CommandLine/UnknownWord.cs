using System.CommandLine;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Words that are no verb, option or argument: what was probably meant.</summary>
internal static class UnknownWord
{
    private const int MostNamed = 4;

    /// <summary>What to say of all words that a verb does not know, leaving out those that only follow from others.</summary>
    /// <param name="command">The verb as far as it was understood.</param>
    /// <param name="words">The words, in their order.</param>
    public static IEnumerable<string> Messages(Command command, IReadOnlyList<string> words)
    {
        if (command.Subcommands.Count > 0)
        {
            // Whatever follows a verb that is not known may be right.
            return [words.FirstOrDefault(word => !IsOption(word)) is { } verb && !IsOption(words[0]) ? Message(command, verb) : Message(command, words[0])];
        }

        // The word after an unknown option is its value.
        return words.Where((word, place) => IsOption(word) || place == 0 || !IsOption(words[place - 1])).Select(word => Message(command, word));
    }

    /// <summary>What to say of one word.</summary>
    public static string Message(Command command, string word)
    {
        if (!IsOption(word))
        {
            var (what, verbs) = command.Subcommands.Count > 0 ? ("verb", command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)) : ("argument", []);
            return $"unknown {what} '{word}'.{NearMiss.Question(word, verbs)}";
        }

        var name = word.Split('=')[0];
        return $"unknown option '{name}'.{Question(name, Known(command).ToList(), [.. command.Options.Select(option => option.Name)])}{ItsVerb(command, name)}";
    }

    private static bool IsOption(string word) => word.Length > 1 && word.StartsWith('-') && !char.IsAsciiDigit(word[1]);

    /// <summary>The long names of a verb's options and of those that every verb has.</summary>
    public static IEnumerable<string> Known(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
        .Where(option => !option.Hidden)
        .SelectMany(option => option.Aliases.Prepend(option.Name))
        .Where(name => name.StartsWith("--", StringComparison.Ordinal));

    // With one dash, the beginning of a name: -d for --data.
    private static string Question(string word, IReadOnlyList<string> known, IReadOnlyList<string> names)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return NearMiss.Question(word, known);
        }

        var begun = names.Where(name => name.Length > 2 && name[2..].StartsWith(word[1..], StringComparison.OrdinalIgnoreCase)).ToList();
        return begun.Count switch
        {
            0 => NearMiss.Question("-" + word, known),
            1 => $" Did you mean '{begun[0]}'?",
            <= MostNamed => $" Did you mean {string.Join(", ", begun.SkipLast(1).Select(name => $"'{name}'"))} or '{begun[^1]}'?",
            _ => " Options are written in full, with two dashes.",
        };
    }

    // An option before any verb belongs to one.
    private static string ItsVerb(Command command, string name)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden && Known(verb).Contains(name)).Select(verb => verb.Name).ToList();
        return verbs.Count == 0 ? "" : $" It follows a verb: {string.Join(", ", verbs.Take(MostNamed))}{(verbs.Count > MostNamed ? " and others" : "")}.";
    }
}
