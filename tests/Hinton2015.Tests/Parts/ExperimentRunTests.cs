using Distill.Runs;
using Distill.Training;
using Experiments;

namespace Hinton2015.Tests.Parts;

public sealed class ExperimentRunTests
{
    [Fact]
    public void Results_on_other_data_are_not_added_to()
    {
        using var folder = new TemporaryFolder();
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Of(new TrainingOptions()));
        Assert.Equal(1, On("first", 1));
        Assert.Equal(2, On("first", 2));

        var refused = Assert.Throws<DistillException>(() => On("second", 3)).Message;

        Assert.Contains($"train data: {Fingerprint.Of("first")} there, {Fingerprint.Of("second")} now", refused, StringComparison.Ordinal);
        Assert.Equal(Fingerprint.Of("first"), run.ReadManifest().Data["train"]);

        int On(string data, int result) => ExperimentRun.On(
            run, () => data, opened => new Dictionary<string, Fingerprint> { ["train"] = Fingerprint.Of(opened) }, _ => result);
    }
}
