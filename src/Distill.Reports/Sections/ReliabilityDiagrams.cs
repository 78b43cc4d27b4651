using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Documents;

namespace Distill.Reports.Sections;

/// <summary>Reliability diagrams beside each other.</summary>
internal static class ReliabilityDiagrams
{
    public static Html Render(Reliability reliability) =>
        reliability.Diagrams.Count == 0 ? default : Html.Of($"""<div class="diagrams card">{reliability.Diagrams.Select(ReliabilityPlot.Draw)}</div>""");
}
