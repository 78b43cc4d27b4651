using Distill.Onnx.Inference;
using Distill.Onnx.Teaching;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Onnx.Encoders;

/// <summary>
/// A model of images in ONNX as a source of vectors: what one of its outputs gives, such as the last layer before a classifier. Maps of
/// channels are averaged over the image.
/// </summary>
internal sealed class ImageEncoder : IVectorTeacher
{
    private readonly OnnxSession session;
    private readonly BatchRunner runner;
    private readonly ForeignView view;

    private ImageEncoder(string name, OnnxSession session, BatchRunner runner, ForeignView view) =>
        (Name, this.session, this.runner, this.view) = (name, session, runner, view);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimensions { get; private init; }

    /// <summary>Covers every byte of the file, the output and how it sees images.</summary>
    public Fingerprint Fingerprint { get; private init; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <summary>Opens a model, and tries it on an image of noughts.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="examples">The shape of one raw image.</param>
    /// <param name="options">How it sees images, and which output is taken where it has several.</param>
    /// <exception cref="DistillException">The file is no model, damaged, or takes no such images; or its output is to be named.</exception>
    public static ImageEncoder Open(string path, ExampleShape examples, ForeignTeacherOptions options)
    {
        options.ThrowIfInvalid(path);
        var file = OnnxFile.Open(path);
        TeacherInput input;
        string output;
        using (var whole = OnnxSession.Open(file, optimised: false))
        {
            input = InputSearch.Find(path, whole.Inputs, examples, options.Layout);
            output = OutputOf(path, whole.Outputs, options.Output);
        }

        var view = ViewFit.Of(Path.GetFileName(path), options, input.View, examples);
        var session = OnnxSession.Open(file.Giving(output), options.Provider);
        try
        {
            var runner = new BatchRunner(session, input, output);
            using var image = zeros([1, examples.Channels, examples.Height, examples.Width], ScalarType.Byte);
            using var trial = new ImageEncoder(Path.GetFileName(path), session, runner, view).Answer(image);
            return new ImageEncoder(Path.GetFileName(path), session, runner, view)
            {
                Dimensions = (int)trial.shape[1],
                Fingerprint = Fingerprint.Of("image encoder", file.Fingerprint().Value, output, view.Fingerprint().Value, options.Provider),
            };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The examples have another shape than those that it was opened for, or the model fails.</exception>
    public Tensor Vectors(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Answer(batch.Inputs);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private Tensor Answer(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var answer = runner.Run(view.Apply(images)).to(ScalarType.Float32);
        answer = answer.dim() > 2 ? answer.flatten(2).mean([2]) : answer;
        return answer.dim() == 2 && answer.shape[0] == images.shape[0]
            ? answer.MoveToOuterDisposeScope()
            : throw new DistillException($"{Name} answers [{string.Join(", ", answer.shape)}] to {images.shape[0]} images; expected a vector, or maps of channels, for each.");
    }

    private static string OutputOf(string path, IReadOnlyList<OnnxSlot> outputs, string? asked)
    {
        if (asked is not null)
        {
            return outputs.Any(output => output.Name == asked) ? asked : throw new DistillException(
                $"{path} has no output '{asked}'.{NearMiss.Question(asked, [.. outputs.Select(output => output.Name)])} It gives {string.Join(", ", outputs)}.", ForeignRemedy.Output);
        }

        return outputs is [var only] ? only.Name : throw new DistillException(
            $"{path} gives {string.Join(", ", outputs)}; name the one with the vectors with {ForeignRemedy.Output}.", ForeignRemedy.Output);
    }
}
