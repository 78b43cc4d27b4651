using System.Runtime.InteropServices;
using Distill.Files;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Tests.Training;

/// <summary>A training that starts from a pretrained encoder.</summary>
public sealed class EncoderStartTests
{
    private const int Width = 8;

    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "wake", "me", "at", "noon", "is", "it", "wet", "in", "rome"];

    [Fact]
    public void ItIsRecordedAndAnotherOneIsRefusedWhereItGoesOn()
    {
        using var folder = new TemporaryFolder();
        var (recipe, run) = Begun(folder, seed: 1);

        WriteEncoder(folder, seed: 2);
        var refused = Assert.Throws<DistillException>(() => TrainJob.Run(run, recipe, new()));
        WriteEncoder(folder, seed: 1);
        var outcome = TrainJob.Run(run, recipe, new());

        Assert.Contains("student's starting weights", refused.Message, StringComparison.Ordinal);
        Assert.True(outcome.Training.Completed);
        Assert.Equal(["linear1.weight", "linear1.bias"], outcome.Start!.Random);
        Assert.Equal(outcome.Start.Fingerprint, run.ReadManifest().Data["start"]);
        using var model = ModelFile.Load(outcome.Model);
        Assert.Equal((null, 2, Width), (((TransformerSpec)model.Spec!.Network).Encoder, ((TransformerSpec)model.Spec.Network).Layers, ((TransformerSpec)model.Spec.Network).Dimensions));
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
        WriteEncoder(folder, seed);
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

    private static void WriteEncoder(TemporaryFolder folder, int seed)
    {
        var random = new Random(seed);
        var tensors = new List<TensorPayload>();
        void Draw(string name, params long[] shape) => tensors.Add(TensorPayload.Of(
            name, TensorType.F32, shape, MemoryMarshal.AsBytes(Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)random.NextDouble()).ToArray().AsSpan()).ToArray()));
        void Part(string name, params long[] shape)
        {
            Draw($"{name}.weight", shape);
            Draw($"{name}.bias", shape[0]);
        }

        Draw("embeddings.word_embeddings.weight", Vocabulary.Length, Width);
        Draw("embeddings.position_embeddings.weight", 16, Width);
        Draw("embeddings.token_type_embeddings.weight", 2, Width);
        Part("embeddings.LayerNorm", Width);
        for (var layer = 0; layer < 2; layer++)
        {
            foreach (var name in (string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"])
            {
                Part($"encoder.layer.{layer}.{name}", Width, Width);
            }

            Part($"encoder.layer.{layer}.attention.output.LayerNorm", Width);
            Part($"encoder.layer.{layer}.intermediate.dense", 2 * Width, Width);
            Part($"encoder.layer.{layer}.output.dense", Width, 2 * Width);
            Part($"encoder.layer.{layer}.output.LayerNorm", Width);
        }

        Directory.CreateDirectory(folder.File("encoder"));
        SafeTensorsWriter.Write(folder.File(Path.Combine("encoder", "model.safetensors")), tensors, new Dictionary<string, string>());
        File.WriteAllText(folder.File(Path.Combine("encoder", "config.json")), """{"num_attention_heads": 2}""");
        File.WriteAllLines(folder.File(Path.Combine("encoder", "vocab.txt")), Vocabulary);
    }
}
