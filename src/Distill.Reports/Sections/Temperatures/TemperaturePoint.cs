namespace Distill.Reports.Sections.Temperatures;

/// <summary>The students of one network at one temperature.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Errors">Test errors of those whose training went to the end.</param>
/// <param name="Stopped">How many others there are.</param>
/// <param name="Chosen">Whether held-out data chose this temperature.</param>
internal sealed record TemperaturePoint(double Temperature, SeedErrors Errors, int Stopped, bool Chosen);
