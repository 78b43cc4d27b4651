using System.Globalization;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Onnx.Inference;

/// <summary>A model that ONNX Runtime has opened. May be run from several threads at once.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly string path;

    private OnnxSession(InferenceSession session, string path)
    {
        this.session = session;
        this.path = path;
        Inputs = [.. session.InputNames.Select(name => OnnxSlot.Of(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames.Select(name => OnnxSlot.Of(name, session.OutputMetadata[name]))];
    }

    /// <summary>How long one run may take from now on.</summary>
    public TimeSpan RunLimit { get; set; } = RuntimeLimits.Run;

    /// <summary>What the model takes, in its order.</summary>
    public IReadOnlyList<OnnxSlot> Inputs { get; }

    /// <summary>What the model gives, in its order.</summary>
    public IReadOnlyList<OnnxSlot> Outputs { get; }

    /// <summary>Reads, checks and opens a file, for a processor.</summary>
    /// <exception cref="DistillException">The file is no model, or ONNX Runtime refuses it.</exception>
    public static OnnxSession Open(string path) => Open(OnnxFile.Open(path));

    /// <summary>Opens a file that has been checked; a run uses as many threads as libtorch.</summary>
    /// <param name="file">The file; what was read of it is opened, whatever the disk holds now.</param>
    /// <param name="provider">A name as in <see cref="Providers"/>.</param>
    /// <param name="optimised">Whether the graph is made faster, which takes time; false to look at a model.</param>
    /// <exception cref="DistillException">ONNX Runtime refuses the model, or has no such provider.</exception>
    public static OnnxSession Open(OnnxFile file, string provider = Providers.Cpu, bool optimised = true)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = get_num_threads() };
        options.GraphOptimizationLevel = optimised ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL;
        Providers.Append(options, provider);
        Arena.Use(options);
        options.AddSessionConfigEntry("session.load_model_format", "ONNX");
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", file.Folder);
        // Waiting threads leave the processors to libtorch, which works between two runs.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry(
            "optimization.constant_folding_max_output_size_in_bytes",
            RuntimeLimits.FoldingBytes(file.Model, file.Bytes.Length).ToString(CultureInfo.InvariantCulture));
        InferenceSession? session = null;
        try
        {
            using (new Timer(_ => options.SetLoadCancellationFlag(true), null, RuntimeLimits.Opening, Timeout.InfiniteTimeSpan))
            {
                session = new InferenceSession(file.Bytes, options);
            }

            return new OnnxSession(session, file.Path);
        }
        catch (OnnxRuntimeException error)
        {
            session?.Dispose();
            throw OnnxErrors.WhenOpening(file.Path, error);
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">Contiguous tensors by name; read where they lie.</param>
    /// <param name="outputs">The outputs to compute.</param>
    /// <returns>Copies in the order of <paramref name="outputs"/>; null for what is no tensor of libtorch. The caller disposes them.</returns>
    /// <exception cref="DistillException">ONNX Runtime fails, or takes longer than <see cref="RunLimit"/>.</exception>
    public IReadOnlyList<Tensor?> Run(IReadOnlyList<(string Name, Tensor Value)> inputs, IReadOnlyList<string> outputs)
    {
        var values = inputs.Select(input => OnnxTensors.Over(input.Value)).ToList();
        try
        {
            var results = Run([.. inputs.Select((input, i) => (input.Name, values[i]))], outputs);
            foreach (var (_, tensor) in inputs)
            {
                GC.KeepAlive(tensor);
            }

            return results;
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    /// <summary>Runs the model on values of ONNX Runtime, which stay the caller's.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{ValueTuple{string, Tensor}}, IReadOnlyList{string})"/>
    public IReadOnlyList<Tensor?> Run(IReadOnlyList<(string Name, OrtValue Value)> inputs, IReadOnlyList<string> outputs)
    {
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        var (limit, late) = (RunLimit, false);
        try
        {
            using var timer = new Timer(_ => options.Terminate = late = true, null, limit, Timeout.InfiniteTimeSpan);
            using var results = session.Run(options, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value)], outputs);
            return [.. results.Select(OnnxTensors.Copy)];
        }
        catch (OnnxRuntimeException) when (late)
        {
            throw new DistillException($"{path} was stopped: one run took more than {limit.TotalSeconds:0.##} s.");
        }
        catch (OnnxRuntimeException error)
        {
            throw OnnxErrors.WhenRunning(path, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
