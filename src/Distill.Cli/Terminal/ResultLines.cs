using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>Lines of results on stdout: with colours and as wide as the screen on a terminal, plain and never cut elsewhere.</summary>
internal sealed class ResultLines
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const int LeastWidth = 40;
    private const int WidthWithoutTerminal = 80;

    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    private readonly List<(string Text, Style Style)> line = [];

    /// <summary>How colours of bars look on dark and on light screens alike.</summary>
    public static Style Bar { get; } = new(Color.Teal);

    /// <summary>What stands out.</summary>
    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    /// <summary>What went wrong.</summary>
    public static Style Wrong { get; } = new(Color.Red);

    /// <summary>Whether somebody looks at a terminal.</summary>
    public bool IsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Cells of a line.</summary>
    public int Width => IsTerminal ? Math.Max(LeastWidth, console.Profile.Width) : WidthWithoutTerminal;

    /// <summary>Adds to the line that <see cref="End"/> writes.</summary>
    public ResultLines Add(string text, Style? style = null)
    {
        line.Add((text, style ?? Style.Plain));
        return this;
    }

    /// <summary>Adds a bar.</summary>
    /// <param name="share">How much of it is filled, 0 to 1.</param>
    /// <param name="cells">The cells that 1 takes.</param>
    public ResultLines AddBar(double share, int cells)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * cells * 8);
        var bar = console.Profile.Capabilities.Unicode
            ? new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "")
            : new string('#', (eighths + 4) / 8);
        return Add(CellText.Left(bar, cells), Bar);
    }

    /// <summary>Writes the line.</summary>
    public void End()
    {
        var last = line.Count - 1;
        if (last >= 0)
        {
            line[last] = line[last] with { Text = line[last].Text.TrimEnd(' ') };
        }

        if (IsTerminal && console.Profile.Capabilities.Ansi)
        {
            var paragraph = new Paragraph { Overflow = Overflow.Crop };
            line.ForEach(part => paragraph.Append(part.Text, part.Style));
            console.Write(paragraph);
            console.WriteLine();
        }
        else
        {
            Console.Out.WriteLine(string.Concat(line.Select(part => part.Text)).TrimEnd(' '));
        }

        line.Clear();
    }
}
