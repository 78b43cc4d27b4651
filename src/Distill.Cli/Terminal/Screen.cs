using System.Text.Json;
using Distill.Runs;
using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>Where a verb writes: one JSON object or nothing on stdout; tables, progress and remarks on stderr.</summary>
internal sealed class Screen(bool json, IAnsiConsole? error = null)
{
    /// <summary>Whether the caller asked for one JSON object on stdout.</summary>
    public bool Json { get; } = json;

    /// <summary>Stderr, with colours where it is a terminal.</summary>
    public IAnsiConsole Error { get; } = error ?? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Bars on a terminal, lines elsewhere.</summary>
    public IWorkDisplay Progress() => Console.IsErrorRedirected || !Error.Profile.Capabilities.Interactive
        ? new LineProgress(Console.Error)
        : new BarProgress(Error);

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
            Error.WriteLine(text);
        }
    }

    /// <summary>Writes a table: the first column is text, the others are numbers.</summary>
    public void WriteTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, string? title = null)
    {
        var table = new Table { Border = TableBorder.Rounded };
        if (title is not null)
        {
            table.Title = new TableTitle(Markup.Escape(title));
        }

        for (var column = 0; column < header.Count; column++)
        {
            var added = new TableColumn(Markup.Escape(header[column]));
            table.AddColumn(column == 0 ? added.LeftAligned() : added.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        if (Console.IsErrorRedirected)
        {
            // A log has no width to fit; eighty columns would break the rows.
            Error.Profile.Width = Math.Max(Error.Profile.Width, 160);
        }

        Error.Write(table);
    }
}
