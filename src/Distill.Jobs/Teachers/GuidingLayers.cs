using Distill.Data;
using Distill.Jobs.Datasets;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Onnx;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Training.Hints;

namespace Distill.Jobs.Teachers;

/// <summary>Opens the model whose hidden layers guide a student's.</summary>
internal static class GuidingLayers
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">A model of this toolkit, or in ONNX.</param>
    /// <param name="examples">What it will see.</param>
    /// <param name="layers">The layers that will be asked for.</param>
    /// <param name="options">How a model of another toolkit sees examples.</param>
    /// <param name="mend">What to do where the file is none.</param>
    /// <param name="remedies">What this names.</param>
    /// <exception cref="DistillException">The file is no such model, or takes no such examples or takes them otherwise, or has no such layer.</exception>
    public static ILayerTeacher Open(string path, ExampleView examples, IReadOnlyList<string> layers, ForeignTeacherOptions options, string mend, params Remedy[] remedies)
    {
        var columns = ColumnMatch.Of(path, examples.FeatureNames is null ? null : OpenedTeacher.FeatureNames(path), examples.FeatureNames);
        if (columns.Order is { } order)
        {
            throw new DistillException(
                $"{path} takes the columns of the data in another order, and hints show it the data as they come. Put the columns in its order: {string.Join(", ", order.Select(place => examples.FeatureNames![place]))}.");
        }

        if (OpenedTeacher.IsModelFile(path))
        {
            return new ModelLayers(ModelFile.Load(ModelPath.Of(path)), Owns: true);
        }

        var file = ModelPath.Of(path);
        return !Directory.Exists(file) && OpenedTeacher.IsOnnx(file) ? OnnxLayers.Open(file, examples.Shape, layers, options, examples.FeatureNames)
            : throw new DistillException(
                $"{path} is no model file of this toolkit and none of ONNX, and hints follow the hidden layers of one model by name. {mend}", remedies);
    }
}
