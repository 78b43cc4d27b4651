using Distill.Runs;

namespace Distill.Jobs.Members;

/// <summary>The model that a training started from.</summary>
/// <param name="Fingerprint">Identifies the model as it was then.</param>
/// <param name="Random">The student's tensors that started from random weights all the same, because other classes give them another shape.</param>
/// <param name="SomeUnits">Whether the student is narrower than the model, and has some of its hidden units.</param>
public sealed record StartingModel(Fingerprint Fingerprint, IReadOnlyList<string> Random, bool SomeUnits = false);
