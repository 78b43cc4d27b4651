using System.Text.Json;

namespace Distill.Runs.Tests;

internal static class Manifests
{
    public static RunManifest Training() => RunManifest.Start(
        RunKind.Train,
        JsonSerializer.SerializeToElement(new { epochs = 3, rate = 0.1 }),
        [1, 2],
        new Dictionary<string, Fingerprint> { ["train"] = Fingerprint.Of("train") },
        ["distill", "train", "--epochs", "3"],
        RunVersions.Current("0.107.0", "2.10.0"));
}
