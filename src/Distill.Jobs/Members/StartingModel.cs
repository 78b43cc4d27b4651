using System.Text.Json;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Members;

/// <summary>The model that a training started from.</summary>
/// <param name="Fingerprint">Identifies the model as it was then.</param>
/// <param name="Random">The student's tensors that started from random weights all the same, because other classes give them another shape.</param>
/// <param name="SomeUnits">Whether the student is narrower than the model, and has some of its hidden units.</param>
public sealed record StartingModel(Fingerprint Fingerprint, IReadOnlyList<string> Random, bool SomeUnits = false)
{
    /// <summary>What the model of a run started from; null for random weights, or where the run has no model yet.</summary>
    internal static StartingModel? Of(RunDirectory run) => File.Exists(run.ModelPath)
        ? ModelFile.ReadFacts(run.ModelPath)?["start"]?.Deserialize<StartingModel>(StrictJson.Options)
        : null;
}
