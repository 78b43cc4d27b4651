using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Jobs.Predicting;
using Spectre.Console;

namespace Distill.Cli.Verbs;

/// <summary>A few inputs for people: of each the most probable classes with bars, models and temperatures side by side.</summary>
/// <param name="top">How many classes.</param>
/// <param name="lines">Where to.</param>
internal sealed class PredictionTable(int top, ResultLines lines) : IPredictionWriter
{
    private const string Missing = "–";
    private const int Percent = 7;
    private const int LeastColumn = 10;
    private const int LeastBar = 3;
    private const int Gap = 2;

    private PredictionSession? session;
    private bool several;

    public void Begin(PredictionSession session) => this.session = session;

    public void Write(Prediction prediction)
    {
        if (prediction.Problem is not null && session!.Count == 1)
        {
            // The message says it all.
            return;
        }

        if (several)
        {
            lines.End();
        }

        several = true;
        lines.Add(CellText.Plain(prediction.Name), ResultLines.Strong).End();
        if (prediction.Problem is not null)
        {
            lines.Add("  cannot be read", ResultLines.Wrong).End();
            return;
        }

        var shown = TopClasses.Of(prediction, top);
        var labels = shown.Select(c => CellText.Plain(session!.Classes[c])).ToList();
        var others = session!.Classes.Count - shown.Count;
        var rest = others > 0 ? string.Create(CultureInfo.InvariantCulture, $"{others:N0} others") : "";
        var columns = Columns(prediction).ToList();
        var width = Math.Min(labels.Append(rest).Max(CellText.Width), lines.Width * (columns.Count == 1 ? 45 : 30) / 100);
        foreach (var (number, block) in Blocks(columns, width).Index())
        {
            if (number > 0)
            {
                lines.End();
            }

            var each = (lines.Width - Gap - width - (Gap * block.Count)) / block.Count;
            if (columns.Count > 1)
            {
                Head(block, width, each);
            }

            foreach (var (place, c) in shown.Index())
            {
                Row(labels[place], width, block, each, column => column.Probabilities[c], column => TopClasses.Of(column.Probabilities, 1)[0] == c);
            }

            if (others > 0)
            {
                Row(rest, width, block, each, column => Math.Max(0, 1 - shown.Sum(c => double.IsNaN(column.Probabilities[c]) ? 0 : column.Probabilities[c])), _ => false);
            }
        }
    }

    public void End()
    {
    }

    private IEnumerable<Column> Columns(Prediction prediction) =>
        from model in Enumerable.Range(0, session!.Models.Count)
        from place in Enumerable.Range(0, session.Temperatures.Count)
        let temperature = string.Create(CultureInfo.InvariantCulture, $"T = {session.Temperatures[place]}")
        select new Column(model, session.Models.Count > 1 ? session.Models[model].Name : temperature, temperature, prediction.Answers[model][place]);

    // As many side by side as fit; where both models and temperatures are several, a model at a time.
    private IEnumerable<IReadOnlyList<Column>> Blocks(IReadOnlyList<Column> columns, int width)
    {
        var fitting = Math.Max(1, (lines.Width - Gap - width) / (LeastColumn + Gap));
        return session!.Temperatures.Count > 1
            ? columns.GroupBy(column => column.Model).SelectMany(model => model.Chunk(fitting))
            : columns.Chunk(fitting);
    }

    private void Head(IReadOnlyList<Column> block, int width, int each)
    {
        var byTemperature = session!.Temperatures.Count > 1;
        lines.Add("  " + (byTemperature && session.Models.Count > 1 ? Tail(session.Models[block[0].Model].Name, width) : new string(' ', width)));
        foreach (var column in block)
        {
            lines.Add(new string(' ', Gap)).Add(byTemperature ? CellText.Left(column.Temperature, each) : Tail(column.Name, each));
        }

        lines.End();

        static string Tail(string name, int width) => CellText.Tail(CellText.Plain(name), width);
    }

    private void Row(string label, int width, IReadOnlyList<Column> block, int each, Func<Column, double> probability, Func<Column, bool> isFirst)
    {
        var strong = block.Any(isFirst) ? ResultLines.Strong : Style.Plain;
        lines.Add("  ").Add(lines.IsTerminal || block.Count > 1 ? CellText.Left(label, width) : CellText.Left(label, Math.Max(width, CellText.Width(label))), strong);
        foreach (var column in block)
        {
            var value = probability(column);
            lines.Add(new string(' ', Gap)).Add(CellText.Right(double.IsNaN(value) ? Missing : ShareOf(value), Percent), isFirst(column) ? ResultLines.Strong : Style.Plain);
            var bar = each - Percent - 1;
            if (bar >= LeastBar)
            {
                lines.Add(" ").AddBar(double.IsNaN(value) ? 0 : value, bar);
            }
            else
            {
                lines.Add(new string(' ', Math.Max(0, each - Percent)));
            }
        }

        lines.End();
    }

    /// <summary>For example "72.1 %".</summary>
    internal static string ShareOf(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private sealed record Column(int Model, string Name, string Temperature, double[] Probabilities);
}
