namespace Distill.Speech.Decoding;

/// <summary>A word penalty, and what led to it.</summary>
/// <param name="Penalty">The chosen one.</param>
/// <param name="Tried">Each penalty with its errors.</param>
public sealed record WordPenaltyChoice(double Penalty, IReadOnlyList<(double Penalty, WordErrors Errors)> Tried);
