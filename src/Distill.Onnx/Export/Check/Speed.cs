using Distill.Data;
using Distill.Evaluation;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Check;

/// <summary>How fast an exported student answers in ONNX Runtime, and its teacher where there is one, timed in turns.</summary>
internal static class Speed
{
    public static (StudentAndTeacher LatencyMs, StudentAndTeacher Throughput) Measure(
        byte[] file, OnnxExportOptions options, ExampleView examples, ITeacher? teacher, SpeedOptions settings, CancellationToken cancellationToken)
    {
        using var session = new StudentSession(file, options);
        var large = Math.Min(settings.BatchSize, examples.Count);
        var (one, many) = (Seconds(1), Seconds(large));
        return (
            new StudentAndTeacher(1000 * one[0], teacher is null ? null : 1000 * one[1]),
            new StudentAndTeacher(large / many[0], teacher is null ? null : large / many[1]));

        double[] Seconds(int count)
        {
            using var quiet = no_grad();
            using var input = session.Read(examples, 0, count);
            using var batch = examples.Read(0, count);
            var contenders = new List<Action> { () => session.Run(input, ValueNames.Logits).Dispose() };
            if (teacher is not null)
            {
                contenders.Add(() => teacher.Targets(batch, 1).Dispose());
            }

            return [.. InterleavedTimer.Measure(contenders, settings.Rounds, settings.Duration, cancellationToken).Select(InterleavedTimer.Median)];
        }
    }

    /// <summary>Milliseconds of one example alone, the median of some timings.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">What it was exported with.</param>
    /// <param name="examples">One or more.</param>
    /// <param name="cancellationToken">Looked at between timings.</param>
    public static double LatencyMs(byte[] file, OnnxExportOptions options, ExampleView examples, CancellationToken cancellationToken)
    {
        const int rounds = 25;
        using var session = new StudentSession(file, options);
        using var input = session.Read(examples, 0, 1);
        return 1000 * InterleavedTimer.Median(InterleavedTimer.Measure([() => session.Run(input, ValueNames.Logits).Dispose()], rounds, TimeSpan.Zero, cancellationToken)[0]);
    }
}
