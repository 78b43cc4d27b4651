using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Distill.Cli.CommandLine;

/// <summary>Makes the help of a verb: in groups, with a section of examples at its end.</summary>
internal static class Examples
{
    private static readonly Dictionary<Command, string[]> ByCommand = [];

    /// <summary>Keeps the examples of a verb; each is a whole command line.</summary>
    public static TCommand WithExamples<TCommand>(this TCommand command, params string[] examples)
        where TCommand : Command
    {
        ByCommand[command] = examples;
        return command;
    }

    /// <summary>Makes <c>--help</c> print the examples of the verb that it is asked about.</summary>
    public static void Install(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var option in root.Options.Where(option => option is HelpOption or VersionOption))
        {
            option.In(HelpGroups.Always);
        }

        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult is { UnmatchedTokens.Count: > 0, CommandResult.Command.Subcommands.Count: > 0 })
            {
                // Asked for the help of a verb that there is not.
                ParseErrors.Write(parseResult, Console.Error);
                return ExitCode.BadInput;
            }

            var output = parseResult.InvocationConfiguration.Output;
            using var text = new StringWriter { NewLine = output.NewLine };
            parseResult.InvocationConfiguration.Output = text;
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;
            output.Write(HelpGroups.Arrange(parseResult.CommandResult.Command, text.ToString()));
            if (ByCommand.TryGetValue(parseResult.CommandResult.Command, out var examples))
            {
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
