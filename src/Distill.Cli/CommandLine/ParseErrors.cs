using System.CommandLine;
using System.CommandLine.Parsing;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Says what was wrong with the arguments, with the near-miss of a mistyped verb or option.</summary>
internal static class ParseErrors
{
    /// <summary>Writes every mistake to <paramref name="error"/>.</summary>
    public static void Write(ParseResult result, TextWriter error)
    {
        var command = result.CommandResult.Command;
        // An unknown word also makes the parser complain of what it then missed; the word itself is the cause.
        var unknown = result.UnmatchedTokens;
        if (unknown.Count > 0)
        {
            foreach (var token in unknown)
            {
                error.WriteLine($"distill: {Unknown(command, token)}");
            }
        }
        else
        {
            foreach (var message in result.Errors.Select(mistake => mistake.Message).Distinct())
            {
                error.WriteLine($"distill: {message}");
            }
        }

        error.WriteLine($"Try '{Path(result)} --help'.");
    }

    /// <summary>Lets an option that takes several values refuse a mistyped option among them.</summary>
    public static void RefuseOptions(OptionResult values)
    {
        foreach (var token in values.Tokens.Select(token => token.Value).Where(token => token.StartsWith("--", StringComparison.Ordinal)))
        {
            values.AddError(Unknown(((CommandResult)values.Parent!).Command, token));
        }
    }

    private static string Unknown(Command command, string token)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
                .SelectMany(option => option.Aliases.Prepend(option.Name))
            : command.Subcommands.Select(verb => verb.Name);
        var nearest = NearMiss.Suggest(token, known);
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        return $"unknown {what} '{token}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }

    private static string Path(ParseResult result)
    {
        var names = new List<string>();
        for (var part = result.CommandResult; part is not null; part = part.Parent as CommandResult)
        {
            names.Insert(0, part.Parent is null ? "distill" : part.Command.Name);
        }

        return string.Join(' ', names);
    }
}
