namespace Distill.Studio.Playground;

/// <summary>Which models are compared on their test set.</summary>
/// <param name="Teachers">One, or several that are averaged.</param>
/// <param name="Student">The other.</param>
internal sealed record DisagreementBody(IReadOnlyList<string> Teachers, string Student);
