using Distill.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Classifiers that ML.NET trains and writes as ONNX, against ML.NET's own probabilities.</summary>
public sealed class MlNetTests
{
    private const int Features = 6;
    // ML.NET numbers classes as they come; data sets here are sorted. So the names must be found.
    private static readonly string[] AsTheyCome = ["wasp", "ant", "bee"];
    private static readonly string[] Sorted = ["ant", "bee", "wasp"];

    [Theory]
    [InlineData("linear")]
    [InlineData("trees")]
    public void AClassifierTeachesItsOwnProbabilitiesByName(string kind)
    {
        using var folder = new TemporaryFolder();
        var (rows, features) = Examples(300);
        var context = new MLContext(seed: 1);
        var data = context.Data.LoadFromEnumerable(rows);
        IEstimator<ITransformer> trainer = kind == "linear"
            ? context.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20)
            : context.MulticlassClassification.Trainers.LightGbm(numberOfLeaves: 4, numberOfIterations: 5, minimumExampleCountPerLeaf: 5);
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Transforms.NormalizeMeanVariance("Features"))
            .Append(trainer)
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(data);
        using (var file = File.Create(folder.File("teacher.onnx")))
        {
            context.Model.ConvertToOnnx(model, data, file);
        }

        var scores = context.Data.CreateEnumerable<Scored>(model.Transform(data), reuseRowObject: false).Select(row => row.Score).ToArray();

        using var teacher = OnnxTeacher.Open(folder.File("teacher.onnx"), ExampleShape.Features(Features), Sorted);
        using var batch = new ExampleView(new ArraySource("insects", features, new int[rows.Length], Sorted)).Read(0, rows.Length);
        using var targets = teacher.Targets(batch, 1);
        using var probabilities = targets.LogProbabilities.exp();
        var found = probabilities.data<float>().ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            for (var c = 0; c < Sorted.Length; c++)
            {
                Assert.Equal(scores[row][Array.IndexOf(AsTheyCome, Sorted[c])], found[(row * Sorted.Length) + c], 1e-4);
            }
        }
    }

    private static (Insect[] Rows, float[] Features) Examples(int count)
    {
        var random = new Random(7);
        var features = new float[count * Features];
        var rows = new Insect[count];
        for (var i = 0; i < count; i++)
        {
            var label = i % AsTheyCome.Length;
            for (var j = 0; j < Features; j++)
            {
                features[(i * Features) + j] = (float)(random.NextDouble() * 3) + (j % AsTheyCome.Length == label ? 1 : 0);
            }

            rows[i] = new() { Label = AsTheyCome[label], Features = features[(i * Features)..((i + 1) * Features)] };
        }

        return (rows, features);
    }

    private sealed class Insect
    {
        public string Label { get; set; } = "";

        [VectorType(MlNetTests.Features)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
