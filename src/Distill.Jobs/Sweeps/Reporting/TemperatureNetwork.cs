namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>Students of one architecture over temperature, as a document shows them whichever file they come from.</summary>
/// <param name="Name">For people, for example "784-30-30-10".</param>
/// <param name="Curves">One for each weight on the labels.</param>
internal sealed record TemperatureNetwork(string Name, IReadOnlyList<TemperatureCurve> Curves);
