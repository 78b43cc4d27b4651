namespace Distill.Studio.Control;

/// <summary>Which run is meant.</summary>
/// <param name="Run">Its name in the list.</param>
internal sealed record RunBody(string Run);
