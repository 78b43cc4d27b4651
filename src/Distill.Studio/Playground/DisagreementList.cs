namespace Distill.Studio.Playground;

/// <summary>Where a student and its teacher disagree.</summary>
/// <param name="Examples">How many test examples were asked about.</param>
/// <param name="Agreed">About how many both name the same class.</param>
/// <param name="Images">Whether they are pictures.</param>
/// <param name="Most">The examples of the largest divergence, largest first.</param>
internal sealed record DisagreementList(int Examples, int Agreed, bool Images, IReadOnlyList<Disagreement> Most);
