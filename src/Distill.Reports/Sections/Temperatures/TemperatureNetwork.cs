namespace Distill.Reports.Sections.Temperatures;

/// <summary>Students of one architecture over temperature, as the page shows them whichever file they come from.</summary>
/// <param name="Name">For people, for example "784-30-30-10".</param>
/// <param name="Curves">One for each weight on the labels.</param>
internal sealed record TemperatureNetwork(string Name, IReadOnlyList<TemperatureCurve> Curves)
{
    /// <summary>More than that are not shown; the files keep all.</summary>
    public const int Most = 12;

    /// <summary>More weights on the labels than that are not shown, because each needs a colour.</summary>
    public const int MostWeights = 6;

    /// <summary>Whether held-out data chose one of its settings.</summary>
    public bool HasChoice => Curves.Any(curve => curve.Points.Any(point => point.Chosen));
}
