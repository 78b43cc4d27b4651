using Distill.Data;
using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Writing;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// The ranges of the values between the layers, from what the float32 graph makes of calibration examples.
/// </summary>
internal static class ValueRanges
{
    private const int BatchSize = 32;

    private delegate void Consumer(int value, ReadOnlySpan<float> numbers);

    /// <summary>A range for each value of the graph, its input included.</summary>
    public static IReadOnlyDictionary<string, ValueRange> Measure(
        LayerGraph graph, OnnxExportOptions options, ExampleView examples, CancellationToken cancellationToken)
    {
        string[] names = [graph.Input, .. graph.Operations.Select(operation => operation.Name)];
        var model = ModelWriter.Write(graph, options with { Probabilities = false, Vectors = false }, (writer, values) => new SingleWeights(writer, values), everyValue: true);
        using var session = new StudentSession(model.ToByteArray(), options, GraphOptimizationLevel.ORT_ENABLE_BASIC);
        var ranges = new ValueRange[names.Length];
        ForEach((value, numbers) => ranges[value] = ranges[value].Over(numbers));
        if (options.ClipsValues)
        {
            var histograms = ranges.Select(range => new ValueHistogram(range)).ToArray();
            ForEach((value, numbers) => histograms[value].Add(numbers));
            ranges = [.. histograms.Select(histogram => histogram.LeastSquares())];
        }

        if (options.Texts || !options.AsTheyAre(examples.Shape))
        {
            // Every byte there is, whether or not the examples have it.
            ranges[0] = new ValueRange(0, options.Range == PixelRange.Byte ? byte.MaxValue : 1);
        }

        return names.Zip(ranges).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

        void ForEach(Consumer consume)
        {
            for (var first = 0; first < examples.Count; first += BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var input = session.Read(examples, first, Math.Min(BatchSize, examples.Count - first));
                if (!options.Texts && options.AsTheyAre(examples.Shape))
                {
                    consume(0, input.GetTensorDataAsSpan<float>());
                }

                var outputs = session.Run(input, session.Outputs);
                for (var value = 0; value < outputs.Count; value++)
                {
                    using var output = outputs[value];
                    consume(value + 1, output.GetTensorDataAsSpan<float>());
                }
            }
        }
    }
}
