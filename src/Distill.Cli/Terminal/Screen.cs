using System.Text.Json;
using Distill.Runs;
using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>
/// Where a verb writes: results on stdout, progress and remarks on stderr. Where one JSON object was asked for, it alone is on stdout, and
/// the tables go to stderr.
/// </summary>
internal sealed class Screen(bool json, IAnsiConsole? results = null)
{
    // A log has no width to fit; eighty columns would break the rows.
    private const int LogWidth = 160;

    // A verb that writes nothing to one of them does not ask what it can.
    private readonly Lazy<IAnsiConsole> error = new(() => ConsoleOn(Console.Error, Console.IsErrorRedirected));
    private readonly Lazy<IAnsiConsole> output = new(() => ConsoleOn(Console.Out, Console.IsOutputRedirected));

    /// <summary>Whether the caller asked for one JSON object on stdout.</summary>
    public bool Json { get; } = json;

    /// <summary>How many cells a line of results has.</summary>
    public int Width => Results.Profile.Width;

    /// <summary>Bars on a terminal, lines elsewhere.</summary>
    public IWorkDisplay Progress() => Console.IsErrorRedirected || !error.Value.Profile.Capabilities.Interactive
        ? new LineProgress(Console.Error)
        : new BarProgress(error.Value);

    /// <summary>Writes a remark in plain text.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    /// <summary>Writes <paramref name="result"/> on stdout when JSON was asked for.</summary>
    public void WriteJson<T>(T result)
    {
        if (Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, RunJson.OneLine));
        }
    }

    /// <summary>Writes a paragraph, broken where the terminal ends; nothing where it is empty.</summary>
    public void WriteText(string text)
    {
        if (text.Length > 0)
        {
            Results.WriteLine(text);
        }
    }

    /// <summary>Writes a paragraph some cells to the right; its other lines stand below the first.</summary>
    public void WriteIndented(string text, int cells) => Results.Write(new Padder(new Spectre.Console.Text(text), new Padding(cells, 0, 0, 0)));

    /// <summary>Writes a table: the first column is text, the others are numbers.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="title">What the table holds; null or empty for nothing.</param>
    /// <param name="breakNumbers">Whether cells behind the first may be broken where the table is too wide.</param>
    public void WriteTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, string? title = null, bool breakNumbers = true)
    {
        var table = new Table { Border = TableBorder.Rounded };
        if (title is { Length: > 0 })
        {
            table.Title = new TableTitle(Markup.Escape(title));
        }

        for (var column = 0; column < header.Count; column++)
        {
            var added = new TableColumn(Markup.Escape(header[column]));
            added.NoWrap = !breakNumbers && column > 0;
            table.AddColumn(column == 0 ? added.LeftAligned() : added.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(cell)));
        }

        Results.Write(table);
    }

    private IAnsiConsole Results => results ?? (Json ? error : output).Value;

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
        {
            console.Profile.Width = Math.Max(console.Profile.Width, LogWidth);
        }

        return console;
    }
}
