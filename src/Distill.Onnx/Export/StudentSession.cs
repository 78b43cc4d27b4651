using Distill.Data;
using Distill.Onnx.Export.Strings;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Export;

/// <summary>An exported student in ONNX Runtime.</summary>
internal sealed class StudentSession : IDisposable
{
    private readonly SessionOptions settings;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly StudentFeed feed;

    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">What it was exported with.</param>
    /// <param name="level">How ONNX Runtime may change the graph before it runs.</param>
    /// <exception cref="DistillException">ONNX Runtime refuses the file.</exception>
    public StudentSession(byte[] file, OnnxExportOptions options, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        feed = new StudentFeed(options);
        settings = new SessionOptions { GraphOptimizationLevel = level, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        // Threads that spin between two calls would take processors from the teacher that is timed in turns.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            if (options.Strings)
            {
                ExtensionNodes.Register(settings);
            }

            session = new InferenceSession(file, settings);
        }
        catch (Exception error) when (error is OnnxRuntimeException or DistillException)
        {
            settings.Dispose();
            run.Dispose();
            throw error as DistillException ?? new DistillException($"ONNX Runtime refuses the exported model: {error.Message}", error);
        }
    }

    /// <summary>The names of its outputs.</summary>
    public IReadOnlyList<string> Outputs => session.OutputNames;

    /// <summary>Examples as it is fed with; the caller disposes them.</summary>
    public OrtValue Read(ExampleView view, int first, int count) => feed.Read(view, first, count);

    /// <summary>One output; the caller disposes it.</summary>
    public OrtValue Run(OrtValue input, string output) => Run(input, [output])[0];

    /// <summary>Some outputs in the order of their names; the caller disposes them.</summary>
    public IReadOnlyList<OrtValue> Run(OrtValue input, IReadOnlyList<string> outputs) =>
        [.. session.Run(run, session.InputNames, [input], [.. outputs])];

    /// <summary>The logits of all examples of a view, [examples, classes].</summary>
    public float[] Logits(ExampleView view, int classes, CancellationToken cancellationToken)
    {
        const int batchSize = 128;
        var logits = new float[view.Count * classes];
        for (var first = 0; first < view.Count; first += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var input = Read(view, first, Math.Min(batchSize, view.Count - first));
            using var answer = Run(input, ValueNames.Logits);
            answer.GetTensorDataAsSpan<float>().CopyTo(logits.AsSpan(first * classes));
        }

        return logits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        settings.Dispose();
        run.Dispose();
    }
}
