using System.Text.Json;
using Distill.Data;
using Distill.Images;
using Distill.Jobs;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Onnx;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Studio.Playground;

/// <summary>The test part of the data that a model was trained on.</summary>
/// <param name="Data">What the data are called.</param>
/// <param name="Key">Tells data apart that are read otherwise.</param>
/// <param name="Examples">The test examples.</param>
/// <param name="Labels">Their classes, −1 for none.</param>
internal sealed record TestSet(string Data, string Key, ExampleView Examples, long[] Labels)
{
    /// <summary>Whether its examples are pictures.</summary>
    public bool AreImages => ExampleImages.AreImages(Examples);

    /// <summary>Where a model's data are, and how they are read.</summary>
    /// <param name="path">The model, or the folder of its run.</param>
    /// <exception cref="DistillException">Its file does not say, or the data are not there.</exception>
    public static (string Data, DataOptions Reading) Named(string path)
    {
        var file = ModelPath.Of(path);
        if (Directory.Exists(file))
        {
            var run = Distill.Jobs.Specialists.SpecialistsRun.Open(file);
            return (OriginalFolder.Of(run.Run).FindData(run.Recipe.Data), run.Recipe.Reading);
        }

        if (OpenedTeacher.IsModelFile(file))
        {
            return ModelOrigin.Read(file).Data(null, new DataOptions());
        }

        return OpenedTeacher.IsOnnx(file) && OnnxTeacher.Facts(file)?["recipe"] is { } recipe && TrainRecipe.Read(recipe.DeepClone(), path) is var train
            ? (new OriginalFolder(null).FindData(train.Data), train.Reading)
            : throw new DistillException($"{Path.GetFileName(path)} does not say which data it was trained on.");
    }

    /// <summary>What tells data apart.</summary>
    public static string KeyOf(string data, DataOptions reading) => $"{data}\n{JsonSerializer.Serialize(reading, StrictJson.Options)}";

    /// <summary>Reads the test part.</summary>
    /// <exception cref="DistillException">The data are not right, or have no labels.</exception>
    public static TestSet Open(string data, DataOptions reading, CancellationToken cancellationToken)
    {
        var (_, test) = DataSets.Open(data, reading, new JobContext { CancellationToken = cancellationToken });
        return new TestSet(data, KeyOf(data, reading), test, test.Labels());
    }

    /// <summary>A picture to look at; null where examples are no pictures.</summary>
    public SampleImage? Image(int index) => ExampleImages.Of(Examples, Required(index));

    /// <summary>The bytes of an example.</summary>
    public byte[] Bytes(int index)
    {
        var bytes = new byte[Examples.Shape.Size * (Examples.ElementType == ElementType.Real ? sizeof(float) : 1)];
        Examples.CopyExamples(Required(index), 1, bytes);
        return bytes;
    }

    private int Required(int index) => index >= 0 && index < Examples.Count
        ? index
        : throw new DistillException($"There is no test example {index}; expected 0 to {Examples.Count - 1}.");
}
