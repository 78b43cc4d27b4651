using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Distill.Cli.CommandLine;

/// <summary>
/// Orders a long list of options or verbs: what matters first stands first, and what belongs together under one heading. Anything
/// without a group stays under the heading that it has.
/// </summary>
internal static partial class HelpGroups
{
    /// <summary>How images, recordings, tables and texts are read.</summary>
    public const string Files = "Files of your own";

    /// <summary>What files of other toolkits do not say of themselves.</summary>
    public const string Foreign = "Teachers of other toolkits";

    /// <summary>Where a run goes, and how it resumes.</summary>
    public const string Run = "The run's folder";

    /// <summary>Batches, optimizer, rate, augmentation.</summary>
    public const string Training = "The training";

    /// <summary>What every verb takes.</summary>
    public const string Always = "Every command";

    private static readonly ConditionalWeakTable<Symbol, string> GroupOf = [];
    private static readonly ConditionalWeakTable<Command, string[]> FirstOf = [];

    /// <summary>Puts an option or a verb under a heading.</summary>
    public static T In<T>(this T symbol, string group)
        where T : Symbol
    {
        GroupOf.AddOrUpdate(symbol, group);
        return symbol;
    }

    /// <summary>Names the options that a newcomer needs, in their order; the other ones without a group come behind.</summary>
    public static void Leads(this Command command, params string[] options) => FirstOf.AddOrUpdate(command, options);

    /// <summary>The help of a command, with its options and verbs in groups.</summary>
    /// <param name="command">The command.</param>
    /// <param name="help">Its help as the parser writes it.</param>
    public static string Arrange(Command command, string help)
    {
        var symbols = command.Subcommands.Concat<Symbol>(Line(command).SelectMany(verb => verb.Options))
            .GroupBy(symbol => symbol.Name, StringComparer.Ordinal).ToDictionary(symbol => symbol.Key, symbol => symbol.First(), StringComparer.Ordinal);
        return Section().Replace(help, section =>
        {
            var entries = Entry().Matches(section.Groups["entries"].Value).Select(entry => entry.Value).ToArray();
            var groups = entries.GroupBy(entry => symbols.GetValueOrDefault(NameOf(entry)) is { } symbol && GroupOf.TryGetValue(symbol, out var group) ? group : "").ToArray();
            return groups.Length < 2
                ? section.Value
                : string.Join('\n', Headings(command, section.Groups["heading"].Value, groups).Select(group => $"{group.Heading}:\n{string.Concat(group.Entries)}"));
        });
    }

    // The verb and all that it is a verb of, whose options it may have too.
    private static IEnumerable<Command> Line(Command command) => command.Parents.OfType<Command>().SelectMany(Line).Prepend(command);

    private static IEnumerable<(string Heading, IEnumerable<string> Entries)> Headings(Command command, string heading, IEnumerable<IGrouping<string, string>> groups)
    {
        var rest = groups.FirstOrDefault(group => group.Key.Length == 0)?.ToArray() ?? [];
        var first = FirstOf.TryGetValue(command, out var names) ? names.Select(name => rest.Single(entry => NameOf(entry) == name)).ToArray() : rest;
        var others = rest.Except(first).ToArray();
        return new[] { (heading, first), ($"More {heading.ToLowerInvariant()}", others) }
            .Where(group => group.Item2.Length > 0).Select(group => (group.Item1, group.Item2.AsEnumerable()))
            .Concat(groups.Where(group => group.Key.Length > 0).OrderBy(group => group.Key == Always).Select(group => (group.Key, group.AsEnumerable())));
    }

    // An option's own name is the last of "-?, -h, --help".
    private static string NameOf(string entry) => Names().Match(entry) is var match && match.Groups["option"].Success ? match.Groups["option"].Value : match.Groups["verb"].Value;

    [GeneratedRegex(@"^(?<heading>Options|Commands):\r?\n(?<entries>(?:  .*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Section();

    // A line that begins two columns in, and those below it that begin further in.
    [GeneratedRegex(@"^  \S.*\n(?:   .*\n)*", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^  (?:(?:-\S+, )*(?<option>--[\w-]+)|(?<verb>[\w-]+))")]
    private static partial Regex Names();
}
