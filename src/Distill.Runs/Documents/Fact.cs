namespace Distill.Runs.Documents;

/// <summary>A fact.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">What it says.</param>
/// <param name="IsCommand">Whether the value is a command to type.</param>
internal sealed record Fact(string Name, string Value, bool IsCommand = false);
