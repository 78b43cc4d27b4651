using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Tests;

/// <summary>Folders of runs with made-up content.</summary>
internal static class SampleRun
{
    public static RunManifest Manifest(RunKind kind = RunKind.Quickstart) => new(
        kind,
        RunStatus.Done,
        JsonSerializer.SerializeToElement(
            new { student = new { hidden = new[] { 128, 128 } }, epochs = 20, rate = 0.001 }, RunJson.Options),
        [1, 2, 3],
        new Dictionary<string, Fingerprint> { ["train"] = Fingerprint.Of("train"), ["test"] = Fingerprint.Of("test") },
        ["./distill", "quickstart", "--set", "title=A b"],
        new RunVersions("0.1.0", "10.0.0", "0.107.0", "2.10.0"),
        new MachineInfo("Sample OS 1", "Sample processor at 1 GHz", 2, 24L << 30),
        new DateTimeOffset(2026, 3, 1, 14, 15, 2, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 1, 14, 18, 10, TimeSpan.Zero),
        Commit: "0123456789abcdef",
        Results: JsonSerializer.SerializeToElement(new { seconds = 188 }, RunJson.Options));

    public static RunDirectory Written(string path, Document document)
    {
        var run = RunDirectory.CreateAt(path, Manifest(RunKind.Experiment));
        document.Write(run.DocumentPath);
        return run;
    }

    public static RunDirectory OfSpecialists(string path, SpecialistAssignment assignment, CombinationScores? scores, int trained = 0)
    {
        var run = RunDirectory.CreateAt(path, Manifest(RunKind.Specialists));
        assignment.Write(run.AssignmentPath);
        scores?.Write(run.CombinationPath);
        for (var specialist = 1; specialist <= assignment.Sets.Count; specialist++)
        {
            run.CreateMember($"specialist-{specialist}", specialist, specialist <= trained ? Manifest(RunKind.Train) : Manifest(RunKind.Train).Interrupted());
        }

        return run;
    }
}
