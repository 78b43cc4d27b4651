using System.Globalization;
using Distill.Benchmarks.Convolution;
using Distill.Benchmarks.Throughput;
using Distill.Evaluation;
using Distill.Models;
using Distill.Onnx.Export;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Inference;

/// <summary>Exported students in ONNX Runtime, beside what the processor's products and the reading of the weights would take at least.</summary>
internal static class InferenceProgram
{
    private static readonly int[] Batches = [1, 64];

    private static readonly (string Name, ConvolutionSetting Images, NetworkSpec Network, WeightFormat[] Formats)[] Students =
    [
        ("mlp-800-800", ConvolutionSetting.All[0], new MlpSpec { Widths = [800, 800] }, [WeightFormat.F32, WeightFormat.F16, WeightFormat.Int8, WeightFormat.Int4]),
        ("conv-32-64-128", ConvolutionSetting.All[0], ConvolutionSetting.All[0].Network, [WeightFormat.F32, WeightFormat.Int8]),
        ("resnet-8", ConvolutionSetting.All[1], new ResNetSpec { Depth = 8 }, [WeightFormat.F32, WeightFormat.Int8]),
    ];

    public static InferenceReport Run(int rounds)
    {
        using var product = new PeakProduct(ScalarType.Float32);
        product.Measure();
        var peak = InterleavedTimer.Median([.. Enumerable.Range(0, rounds).Select(_ => product.Measure())]);
        return new InferenceReport([.. Students.SelectMany(student => student.Formats.SelectMany(format => Measured(student.Name, student.Images, student.Network, format, peak, rounds)))], peak, rounds, get_num_threads());
    }

    private static IReadOnlyList<StudentRates> Measured(string name, ConvolutionSetting images, NetworkSpec network, WeightFormat format, double peak, int rounds)
    {
        using var model = Classifier.Build(images.Of(network), seed: 1);
        model.eval();
        var file = OnnxExporter.Export(model, new OnnxExportOptions { Weights = format }, images.Examples().Subset([.. Enumerable.Range(0, 256)], "some"));
        using var options = new SessionOptions { IntraOpNumThreads = get_num_threads() };
        using var session = new InferenceSession(file, options);
        // Half floats and four-bit integers are turned into float32 when the file is loaded.
        var bytes = model.ParameterCount * (format == WeightFormat.Int8 ? sizeof(byte) : sizeof(float));
        var reads = new HotReads(bytes);
        reads.Measure();
        var readRate = InterleavedTimer.Median([.. Enumerable.Range(0, rounds).Select(_ => reads.Measure())]);
        var inputs = Array.ConvertAll(Batches, batch => Input(session, images, batch));
        using var run = new RunOptions();
        var seconds = InterleavedTimer.Measure([.. inputs.Select(input => (Action)(() => Answer(session, run, input)))], rounds * 10, TimeSpan.Zero, CancellationToken.None);
        var rates = Batches.Zip(seconds, (batch, times) => Rates(batch, InterleavedTimer.Median(times))).ToArray();
        Array.ForEach(inputs, input => input.Dispose());
        return rates;

        StudentRates Rates(int batch, double time)
        {
            var flops = 2.0 * images.Of(network).MultiplyAdds * batch;
            var limit = Math.Max(flops / (peak * 1e9), bytes / readRate);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {format}, batch {batch}: {time * 1e6:0.#} µs, at least {limit * 1e6:0.#}"));
            return new StudentRates(name, $"{format}".ToLowerInvariant(), batch, file.Length, time * 1e6, batch / time, flops / time / 1e9, bytes / time / 1e9, readRate / 1e9, limit * 1e6, limit / time);
        }
    }

    private static OrtValue Input(InferenceSession session, ConvolutionSetting images, int batch)
    {
        var random = new Random(batch);
        var type = session.InputMetadata.Single().Value.ElementDataType;
        var input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, [batch, images.Input.Channels, images.Input.Height, images.Input.Width]);
        if (type == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
        {
            foreach (ref var number in input.GetTensorMutableDataAsSpan<float>())
            {
                number = random.NextSingle();
            }
        }
        else
        {
            random.NextBytes(input.GetTensorMutableDataAsSpan<byte>());
        }

        return input;
    }

    private static void Answer(InferenceSession session, RunOptions run, OrtValue input)
    {
        using var answers = session.Run(run, session.InputNames, [input], [session.OutputNames[0]]);
    }
}
