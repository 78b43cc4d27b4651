using System.CommandLine;
using System.CommandLine.Parsing;

namespace Distill.Cli.CommandLine;

/// <summary>Says what was wrong with the arguments, with the near-miss of a mistyped verb or option.</summary>
internal static class ParseErrors
{
    /// <summary>Writes every mistake to <paramref name="error"/>.</summary>
    public static void Write(ParseResult result, TextWriter error)
    {
        // What the parser missed or did not understand often follows from another slip, which alone is named.
        var withoutValue = result.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit && OptionValues.IsOption(given)).ToList();
        var messages = withoutValue.Count > 0 ? withoutValue.Select(given => WithoutValue(given.Option))
            : result.UnmatchedTokens.Count > 0
            ? UnknownWord.Messages(result.CommandResult.Command, result.UnmatchedTokens)
            : result.Errors.Select(mistake => Words(mistake, result));
        foreach (var message in messages.Distinct())
        {
            error.WriteLine($"distill: {message}");
        }

        error.WriteLine($"Try '{Path(result)} --help'.");
    }

    /// <summary>Lets an option that takes several values refuse a mistyped option among them.</summary>
    public static void RefuseOptions(OptionResult values)
    {
        foreach (var token in values.Tokens.Select(token => token.Value).Where(token => token.StartsWith("--", StringComparison.Ordinal)))
        {
            values.AddError(UnknownWord.Message(((CommandResult)values.Parent!).Command, token));
        }
    }

    private static string Words(ParseError mistake, ParseResult result)
    {
        var option = mistake.SymbolResult as OptionResult ?? mistake.SymbolResult?.Parent as OptionResult;
        if (option is { Implicit: false })
        {
            return option.IdentifierTokenCount > option.Option.Arity.MaximumNumberOfValues && !option.Option.AllowMultipleArgumentsPerToken
                    ? $"{option.Option.Name} is given {option.IdentifierTokenCount} times; give it once."
                : option.Tokens.Count == 0 && option.Option.Arity.MinimumNumberOfValues > 0
                    ? WithoutValue(option.Option)
                : option.Option.ValueType == typeof(bool) ? $"{option.Option.Name} takes no value."
                : mistake.Message;
        }

        var command = result.CommandResult.Command;
        return option is not null ? mistake.Message
            : command.Subcommands.Any(verb => !verb.Hidden) && command.Arguments.Count == 0 ? $"{Path(result)} needs a verb: {Choice(command)}."
            : Missing(result) is { } argument ? $"{Path(result)} needs {argument.Name.ToUpperInvariant()}: {argument.Description}{Swallowed(result)}"
            : mistake.Message;
    }

    private static string WithoutValue(Option option) => $"{option.Name} has no value. It takes {option.HelpName ?? "one"}: {option.Description}";

    private static Argument? Missing(ParseResult result) => result.CommandResult.Command.Arguments
        .FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 });

    // An option that takes several values takes all that follow it, the verb's own argument too.
    private static string Swallowed(ParseResult result) => result.CommandResult.Children.OfType<OptionResult>()
        .FirstOrDefault(given => given.Option.AllowMultipleArgumentsPerToken && given.Tokens.Count > given.IdentifierTokenCount) is { } greedy
            ? $" Write it before {greedy.Option.Name}, which takes all that follows it."
            : "";

    private static string Choice(Command command)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        return verbs.Count == 1 ? verbs[0] : $"{string.Join(", ", verbs.SkipLast(1))} or {verbs[^1]}";
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
