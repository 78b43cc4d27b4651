using Distill.Models;
using Distill.Models.Import;
using Distill.Models.Networks;
using Distill.Onnx.Encoders;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>The files of a pretrained encoder that training starts from.</summary>
/// <param name="Weights">The file of its weights.</param>
/// <param name="Vocabulary">The file of its pieces.</param>
internal sealed record EncoderFiles(string Weights, string Vocabulary)
{
    // What a folder may call it: as Hugging Face does, and as 'distill head' does.
    private static readonly string[] Usual = ["model.safetensors", "model.safetensors.index.json", "model.onnx", Path.Combine("onnx", "model.onnx"), "encoder.onnx"];

    private const string Ending = ".onnx";

    /// <summary>Finds them.</summary>
    /// <param name="encoder">A folder, or the file of the weights.</param>
    /// <param name="vocabulary">The file of the pieces, or a folder with it; null for the one beside the weights.</param>
    /// <exception cref="DistillException">A file is missing.</exception>
    public static EncoderFiles Of(string encoder, string? vocabulary)
    {
        var weights = !Directory.Exists(encoder) ? encoder
            : Usual.Select(name => Path.Combine(encoder, name)).Where(File.Exists).FirstOrDefault(IsEncoder)
                ?? throw new DistillException($"{encoder} holds no encoder; expected one of {string.Join(", ", Usual)}.");
        if (!File.Exists(weights))
        {
            throw new DistillException($"{weights} does not exist; expected the folder of an encoder, or its model.safetensors or model.onnx.");
        }

        return new(weights, vocabulary ?? VocabularyOf(encoder, weights));
    }

    /// <summary>Opens the weights; the caller disposes them.</summary>
    /// <exception cref="DistillException">The file is damaged, or holds no encoder of the shape of BERT.</exception>
    public IEncoderWeights Open() =>
        Weights.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? OnnxEncoder.Open(Weights) : SafeTensorsEncoder.Open(Weights);

    // Beside the head of an encoder lies the encoder.
    private static bool IsEncoder(string path) => !path.EndsWith(".safetensors", StringComparison.Ordinal) || !ModelFile.IsOwn(path);

    private static string VocabularyOf(string encoder, string weights)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        string[] places = [.. Directory.Exists(encoder) ? [encoder] : Array.Empty<string>(), folder];
        return places.Select(place => Path.Combine(place, VocabularyFile.Usual)).FirstOrDefault(File.Exists) ?? throw new DistillException(
            $"{weights} has no {VocabularyFile.Usual} beside it; expected its pieces, one a line. Give it by vocabularyFile. Encoders with another tokenizer than WordPiece are not read here.");
    }
}
