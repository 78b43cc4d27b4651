using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Tests.Training;

/// <summary>A training that starts from a pretrained encoder.</summary>
public sealed class EncoderStartTests
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "wake", "me", "at", "noon", "is", "it", "wet", "in", "rome"];

    [Fact]
    public void ItIsRecordedAndAnotherOneIsRefusedWhereItGoesOn()
    {
        using var folder = new TemporaryFolder();
        var (recipe, run) = Begun(folder, seed: 1);

        TinyEncoder.Write(folder, Vocabulary, seed: 2);
        var refused = Assert.Throws<DistillException>(() => TrainJob.Run(run, recipe, new()));
        TinyEncoder.Write(folder, Vocabulary, seed: 1);
        var outcome = TrainJob.Run(run, recipe, new());

        Assert.Contains("student's starting weights", refused.Message, StringComparison.Ordinal);
        Assert.True(outcome.Training.Completed);
        Assert.Equal(["linear1.weight", "linear1.bias"], outcome.Start!.Random);
        Assert.Equal(outcome.Start.Fingerprint, run.ReadManifest().Data["start"]);
        using var model = ModelFile.Load(outcome.Model);
        Assert.Equal((null, 2, TinyEncoder.Width), (((TransformerSpec)model.Spec!.Network).Encoder, ((TransformerSpec)model.Spec.Network).Layers, ((TransformerSpec)model.Spec.Network).Dimensions));
    }

    [Fact]
    public void AnEncoderAndAModelToStartFromAreTooMuch()
    {
        var tree = System.Text.Json.Nodes.JsonNode.Parse("""{"data": "d.csv", "start": "m.safetensors", "network": {"kind": "transformer", "encoder": "e"}}""")!;

        Assert.Contains("give one of them", Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "train")).Message, StringComparison.Ordinal);
    }

    // Stopped after some steps.
    private static (TrainRecipe Recipe, RunDirectory Run) Begun(TemporaryFolder folder, int seed)
    {
        TinyEncoder.Write(folder, Vocabulary, seed);
        var rows = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? "wake me at noon,alarm" : "is it wet in rome,weather");
        File.WriteAllLines(folder.File("d.csv"), rows.Prepend("text,intent"));
        var recipe = new TrainRecipe
        {
            Data = folder.File("d.csv"),
            Network = new TransformerSpec { Encoder = folder.File("encoder"), Length = 8 },
            Training = new TrainingOptions { Duration = Duration.Epochs(4), BatchSize = 8 },
        };
        var run = TrainJob.Create(folder.File("run"), folder.Path, recipe);
        using var stop = new CancellationTokenSource();
        var context = new JobContext { CancellationToken = stop.Token, Progress = new StopWhen(() => true, stop) };
        Assert.Throws<OperationCanceledException>(() => TrainJob.Run(run, recipe, context));
        return (recipe, run);
    }
}
