using System.Runtime.InteropServices;
using Distill.Files;

namespace Distill.Jobs.Tests.Training;

/// <summary>An encoder of the shape of BERT with drawn weights, in a folder.</summary>
internal static class TinyEncoder
{
    public const int Width = 8;

    /// <summary>Writes it into the folder "encoder".</summary>
    public static void Write(TemporaryFolder folder, string[] vocabulary, int seed)
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

        Draw("embeddings.word_embeddings.weight", vocabulary.Length, Width);
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
        File.WriteAllLines(folder.File(Path.Combine("encoder", "vocab.txt")), vocabulary);
    }
}
