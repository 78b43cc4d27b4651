using System.Text.Json;

namespace Distill.Runs.Tests;

public sealed class WorkIdentityTests
{
    [Fact]
    public void Differences_are_told_by_name_with_both_values()
    {
        var was = new WorkIdentity([new("teacher", "a"), new("objective", "T = 5"), new("option rate", "0.1")]);
        var now = new WorkIdentity([new("teacher", "a"), new("objective", "T = 20"), new("seed", "1")]);
        Assert.Equal(
            ["objective: T = 5 there, T = 20 now", "option rate: 0.1 there, not given now", "seed: not given there, 1 now"],
            was.DifferencesFrom(now, "there"));
        Assert.Empty(was.DifferencesFrom(was, "there"));
    }

    [Fact]
    public void A_configuration_gives_a_fact_for_each_value()
    {
        var options = new Dictionary<string, object> { ["rate"] = 0.5, ["inner"] = new Dictionary<string, int[]> { ["widths"] = [3, 4] } };
        Assert.Equal(
            [("option rate", "0.5"), ("option inner.widths", "[3,4]"), ("seeds", "[1]")],
            WorkIdentity.Values("option ", options).Concat(WorkIdentity.Values("seeds", new[] { 1 })).Select(fact => (fact.Key, fact.Value)));
    }

    [Fact]
    public void It_survives_being_written_and_read()
    {
        var identity = new WorkIdentity([new("b", "2"), new("a", "ü \"1\"")]);
        var json = JsonSerializer.Serialize(identity, RunJson.OneLine);
        Assert.Equal(["a", "b"], JsonSerializer.Deserialize<WorkIdentity>(json, RunJson.Options)!.Facts.Keys);
        Assert.Empty(identity.DifferencesFrom(JsonSerializer.Deserialize<WorkIdentity>(json)!, "there"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<WorkIdentity>("\"text\"", RunJson.Options));
    }

    [Fact]
    public void A_failed_run_tells_the_error_without_the_frames_of_libtorch()
    {
        const string native = "Expected false to be true, but got false.\nException raised from toFloat at c10/core/Scalar.h:140\nframe #0: c10::Error";
        Assert.Equal("Expected false to be true, but got false.", ErrorSentence.WithoutFrames(native));
        Assert.Equal("two\nlines", ErrorSentence.WithoutFrames("two\nlines"));
        using var folder = new TemporaryFolder();
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        run.WriteManifest(run.ReadManifest().Failed(native));
        Assert.Equal("Expected false to be true, but got false.", run.ReadManifest().Message);
    }
}
