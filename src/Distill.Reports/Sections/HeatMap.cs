using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>The parts of a table whose better cells have the stronger colour.</summary>
internal static class HeatMap
{
    /// <summary>How strong a measure's colour is: 0 for the largest of <paramref name="measures"/> to 1 for the smallest.</summary>
    public static Func<double, double> Strength(IEnumerable<double> measures)
    {
        var measured = measures.Where(double.IsFinite).DefaultIfEmpty().ToList();
        var (best, worst) = (measured.Min(), measured.Max());
        return measure => worst > best && double.IsFinite(measure) ? (worst - measure) / (worst - best) : 0;
    }

    /// <summary>A cell with smaller lines below its text; the chosen one is framed.</summary>
    public static Html Cell(string text, double strength, bool chosen, params IEnumerable<string> details)
    {
        var mark = chosen ? Html.Of($"<em>chosen</em>") : default;
        return Html.Of(
            $"""
            <td{(chosen ? Html.Of($" class=\"chosen\"") : default)} style="--h:{strength * 60}%">
            {text}{details.Select(detail => Html.Of($"<small>{detail}</small>"))}{mark}</td>
            """);
    }
}
