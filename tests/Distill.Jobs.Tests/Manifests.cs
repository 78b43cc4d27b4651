using System.Text.Json;
using Distill.Runs;

namespace Distill.Jobs.Tests;

/// <summary>What run.json holds before an experiment has begun.</summary>
internal static class Manifests
{
    public static RunManifest Of<TPlan>(TPlan plan) => RunManifest.Start(
        RunKind.Experiment, JsonSerializer.SerializeToElement(plan, StrictJson.Options), [1], new Dictionary<string, Fingerprint>(), [], RunVersions.Current());
}
