using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using static TorchSharp.torch;

namespace Distill.Training;

/// <summary>Measures the float32 student, the one that files keep, on held-out examples.</summary>
internal static class HeldOutEvaluation
{
    private static readonly MetricOptions ErrorsAndNll = new() { TopK = [], KeepCases = false };

    /// <summary>Puts the student in evaluation mode, and leaves it there.</summary>
    public static HeldOutScore Of(Classifier student, ExampleView view, int batchSize, long step, double epoch)
    {
        student.eval();
        using var quiet = no_grad();
        var metrics = new MetricAccumulator(student.Classes, ErrorsAndNll);
        for (var first = 0; first < view.Count; first += batchSize)
        {
            using var scope = NewDisposeScope();
            using var batch = view.Read(first, Math.Min(batchSize, view.Count - first));
            var logProbabilities = student.call(batch.Inputs).log_softmax(1);
            metrics.Add(Numbers<float>(logProbabilities), Numbers<long>(batch.Labels), batch.Rows);
        }

        var result = metrics.Result();
        return new HeldOutScore(step, epoch, result.Cases, result.Errors, result.Nll);
    }

    private static ReadOnlySpan<T> Numbers<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
