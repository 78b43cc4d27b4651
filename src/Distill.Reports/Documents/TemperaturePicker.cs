using Distill.Reports.Markup;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>
/// A choice of temperature above samples, whose bars follow it. The style sheet does it alone, since the page runs no script: it
/// knows choices t0 to t7 and the shares --p0 to --p7 of a bar.
/// </summary>
internal static class TemperaturePicker
{
    private const int Most = 8;

    /// <summary>Whether all samples have the same temperatures to choose from.</summary>
    public static bool Serves(IReadOnlyList<Sample> samples) =>
        samples[0].Temperatures.Count is > 1 and <= Most
        && samples.All(sample => sample.Temperatures.SequenceEqual(samples[0].Temperatures)
            && sample.Answers.Rows.All(row => row.Skip(1).Take(sample.Temperatures.Count).All(cell => cell is { Strength: not null, Colour: not null })));

    /// <summary>The choice; the coldest is chosen.</summary>
    public static Html Of(IReadOnlyList<double> temperatures)
    {
        var choices = temperatures.Select((temperature, i) => Html.Of(
            $"""
            <label><input type="radio" name="temperature" class="t{i}"{(i == 0 ? Html.Of($" checked=\"checked\"") : default)}/>T = {NumberText.Brief(temperature)}</label>

            """));
        return Html.Of(
            $"""
            <fieldset class="picker"><legend>The teacher’s temperature</legend>
            {choices}</fieldset>

            """);
    }

    /// <summary>Of texts, one a temperature, that of the chosen one.</summary>
    public static Html Chosen(IEnumerable<Html> texts) =>
        Html.Of($"<span>{texts.Select((text, i) => Html.Of($"<span class=\"v{i}\">{text}</span> "))}</span>");

    /// <summary>A cell with one bar, whose share is that of the chosen temperature.</summary>
    public static Html Cell(IReadOnlyList<Cell> cells)
    {
        var shares = cells.Select((cell, i) => Html.Of($"--p{i}:{Math.Round(Math.Clamp(cell.Strength ?? 0, 0, 1) * 100, 2)}%;"));
        return Html.Of($"<td><span class=\"bar soft s{cells[0].Colour!.Value}\" style=\"{shares}\"><i></i>{Chosen(cells.Select(cell => Html.Of($"{cell.Text}")))}</span></td>");
    }
}
