using Distill.Data;
using Distill.Models;
using Distill.Onnx.Export.Check;
using Distill.Onnx.Export.Quantisation;
using Distill.Onnx.Export.Strings;
using Distill.Onnx.Export.Tuning;
using Distill.Onnx.Export.Writing;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;

namespace Distill.Onnx.Export;

/// <summary>
/// Writes students as ONNX: raw pixels, features, texts, their bytes or their pieces in, logits out, any number of examples at a time. Normalisation and
/// batch normalisation are part of the file, so an application feeds what it reads.
/// </summary>
public static class OnnxExporter
{
    // Protocol Buffers count the bytes of a message in 31 bits.
    private const long MostBytes = int.MaxValue - (1 << 20);

    /// <summary>The bytes of an ONNX file. The same model, options and examples give the same bytes.</summary>
    /// <param name="model">Float32 weights; a network of the caller's is exported too, where all its layers are known.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="calibration">Training examples, by which the ranges of 8-bit values are chosen; needed for int8 alone.</param>
    /// <param name="cancellationToken">Looked at between batches of calibration.</param>
    /// <exception cref="DistillException">Options are out of range, a layer cannot be exported, or weights are not finite or too many.</exception>
    /// <exception cref="ArgumentException">The model is a bf16 working copy.</exception>
    public static byte[] Export(
        Classifier model, OnnxExportOptions? options = null, ExampleView? calibration = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        options = (options ?? new OnnxExportOptions()).For(model);
        if (model.Precision != Precision.F32)
        {
            throw new ArgumentException("only a float32 model can be exported", nameof(model));
        }

        ProblemList.ThrowIfAny("The export is not right", new ProblemList
        {
            options.Problems(model.Input),
            Problems(model, options, calibration),
        });
        var written = Write(model, options with { Strings = false }, calibration, cancellationToken);
        if (options.Strings)
        {
            StringInput.Add(written, options.Pieces, model.Input.Size);
        }

        written.MetadataProps.Add(ModelMetadata.Of(model, options).Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return written.ToByteArray();
    }

    /// <summary>
    /// A student that computes what its file of integers will: weights, and in int8 the values between layers, are rounded as in the file, and
    /// gradients pass as if they were not (quantisation-aware training). Train it for some epochs, best on the soft targets of <paramref name="model"/>
    /// itself, and export it with the same options. Then the file is what was trained.
    /// </summary>
    /// <param name="model">Float32 weights, of images or features; it stays as it is.</param>
    /// <param name="options">What the file is to be: int8 or int4.</param>
    /// <param name="calibration">As for <see cref="Export"/>; the ranges stay as they give them. Not read for int4.</param>
    /// <param name="cancellationToken">Looked at between batches of calibration.</param>
    /// <returns>
    /// A model without a specification, in training mode, which cannot be copied and so trains in float32; the caller disposes it. Batch
    /// normalisation is part of its weights, and no dropout is left.
    /// </returns>
    /// <exception cref="DistillException">As for <see cref="Export"/>, or the model takes texts.</exception>
    public static Classifier Quantised(
        Classifier model, OnnxExportOptions options, ExampleView calibration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(calibration);
        options = options.For(model).For(calibration);
        ProblemList.ThrowIfAny("The student cannot be trained as integers", new ProblemList
        {
            options.Problems(model.Input),
            { options.Weights is not (WeightFormat.Int8 or WeightFormat.Int4), "its file is to have no integers; choose int8 or int4" },
            { options.Texts, "it takes texts; as integers, students of images and of features learn" },
            Problems(model, options, calibration),
        });
        var graph = StudentGraph.Of(model, options);
        var ranges = options.Weights == WeightFormat.Int8 ? ValueRanges.Measure(graph, options, calibration, cancellationToken) : null;
        // What an application feeds: bytes as they are, and what counts from 0 to 1 so.
        var fed = options.Range == PixelRange.Byte && !options.AsTheyAre(model.Input) ? new Normalisation([0], [1.0 / byte.MaxValue]) : Normalisation.None;
        return new Classifier(model.Input, model.ClassNames, fed, new IntegerNetwork(graph, ranges, options, model.Spec));
    }

    /// <summary>
    /// Exports a model, checks what was written against it in ONNX Runtime, and puts the file in place only if it passes.
    /// </summary>
    /// <param name="path">
    /// The file, by custom ending in .onnx; replaced where it exists. The vocabulary of a model that takes pieces of texts is written beside
    /// it, ending in .vocab.txt, unless the file takes strings.
    /// </param>
    /// <param name="model">As for <see cref="Export"/>.</param>
    /// <param name="options">As for <see cref="Export"/>.</param>
    /// <param name="examples">Examples to check on, best of the test set.</param>
    /// <param name="calibration">As for <see cref="Export"/>.</param>
    /// <param name="teacher">Whose speed to measure beside the student's; null for none.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>What the check found; where it has problems, there is no new file.</returns>
    /// <exception cref="DistillException">As for <see cref="Export"/>, the examples do not fit the model, or the file cannot be written.</exception>
    public static ExportReport Save(
        string path, Classifier model, OnnxExportOptions? options, ExampleView examples, ExampleView? calibration = null, ITeacher? teacher = null,
        CancellationToken cancellationToken = default) => SaveLearned(path, model, model, options, examples, calibration, teacher, cancellationToken);

    /// <summary>The same, compared with another model than the one that is written: with what that was before it learned as integers.</summary>
    /// <inheritdoc cref="Save"/>
    internal static ExportReport SaveLearned(
        string path, Classifier model, Classifier before, OnnxExportOptions? options, ExampleView examples, ExampleView? calibration, ITeacher? teacher,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(model);
        options = (options ?? new OnnxExportOptions()).For(model).For(examples);
        var file = Export(model, options, calibration, cancellationToken);
        var report = ExportCheck.Run(file, options, before, examples, teacher, speed: null, cancellationToken);
        if (report.Problems.Count == 0)
        {
            if (options is { Pieces: { } pieces, Strings: false })
            {
                AtomicFile.WriteText(VocabularyBeside(path), pieces.Vocabulary!.Replace(' ', '\n') + "\n");
            }

            AtomicFile.Write(path, stream => stream.Write(file));
        }

        return report;
    }

    /// <summary>Where the vocabulary of a model that takes pieces of texts is written: a piece a line.</summary>
    internal static string VocabularyBeside(string path) => Path.ChangeExtension(path, ".vocab.txt");

    private static ModelProto Write(Classifier model, OnnxExportOptions options, ExampleView? calibration, CancellationToken cancellationToken)
    {
        var bytes = model.ParameterCount * (options.Weights switch { WeightFormat.F32 => 4, WeightFormat.F16 => 2, WeightFormat.Int8 => 1, _ => 0.5 });
        if (bytes > MostBytes)
        {
            throw new DistillException($"The weights take {bytes:N0} bytes; an ONNX file holds less than 2 GiB. Export with fewer bytes a weight: f16, int8 or int4.");
        }

        var integers = model.Network as IntegerNetwork;
        var graph = integers?.Trained() ?? StudentGraph.Of(model, options);
        var rounded = options.Weights != WeightFormat.Int8 ? null
            : integers?.Values ?? new RoundedValues(graph, ValueRanges.Measure(graph, options, calibration!, cancellationToken));
        return ModelWriter.Write(graph, options, (writer, values) => options.Weights switch
        {
            WeightFormat.F16 => new HalfWeights(writer, values),
            WeightFormat.Int8 => new QuantisedNumbers(writer, values, graph, rounded!),
            WeightFormat.Int4 => new NibbleWeights(writer, values),
            _ => new SingleWeights(writer, values),
        });
    }

    private static IEnumerable<string> Problems(Classifier model, OnnxExportOptions options, ExampleView? calibration) => model.Network is IntegerNetwork integers
        ? new ProblemList
        {
            { options.Weights != integers.Options.Weights, "the student was trained as integers of another kind; export it with the same options" },
            { options.Range != integers.Options.Range, "the student was trained as integers on pixels of another range; export it with the same options" },
        }
        : new ProblemList
        {
            { options.Weights == WeightFormat.Int8 && calibration is not { Count: > 0 }, "int8 needs training examples to choose ranges by; give some" },
        };
}
