using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>Numbers of this experiment as people read them.</summary>
internal static class SpecialistsText
{
    /// <summary>A mean share and its standard deviation over the seeds, as "28.95 ± 0.21 %".</summary>
    public static string Spread(IReadOnlyList<SeedScores> seeds, Func<SeedScores, double> share) => NumberText.PercentSpread([.. seeds.Select(share)]);

    /// <summary>A gain as "+4.4 %".</summary>
    public static string Gain(double? share) => share is not { } known ? "–" : known > 0 ? "+" + NumberText.Percent(known) : NumberText.Percent(known);

    /// <summary>"mean of 3 seeds".</summary>
    public static string Seeds(SpecialistScores scores) => scores.BySeed.Count == 1 ? "one seed" : $"mean of {scores.BySeed.Count} seeds";
}
