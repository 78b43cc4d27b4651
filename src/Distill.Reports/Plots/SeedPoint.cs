namespace Distill.Reports.Plots;

/// <summary>Students that differ by their seeds alone, at one place of a plot.</summary>
/// <param name="X">Where; one that is not positive and finite is left out of a logarithmic plot.</param>
/// <param name="Errors">Their errors.</param>
/// <param name="Ringed">Whether a ring sets it apart.</param>
internal sealed record SeedPoint(double X, SeedErrors Errors, bool Ringed);
