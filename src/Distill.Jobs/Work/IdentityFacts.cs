using Distill.Models;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Work;

/// <summary>What of a student and its training goes into the identities of finished work.</summary>
internal static class IdentityFacts
{
    // Beyond this a list, of thousands of classes or a mean for each feature, is told by its fingerprint.
    private const int LongestFact = 500;

    /// <summary>Shape, classes, normalisation and network.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ModelSpec spec) => WorkIdentity.Values("student ", spec)
        .Select(fact => fact.Value.Length <= LongestFact ? fact : KeyValuePair.Create(fact.Key, Fingerprint.Of(fact.Value).Value));

    /// <summary>All options but how often checkpoints are written, which changes no number.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(TrainingOptions options) =>
        WorkIdentity.Values("option ", options with { CheckpointMinutes = 0 });
}
