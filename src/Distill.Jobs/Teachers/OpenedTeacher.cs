using Distill.Data;
using Distill.Files;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Specialists;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Onnx;
using Distill.Onnx.Encoders;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using Distill.Text.Encoders;
using Distill.TorchScript;

namespace Distill.Jobs.Teachers;

/// <summary>A model of any format, opened as a teacher, with what is known of it. Whoever takes the teacher disposes it.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="Description">For tables, for example "784-128-128-10", "resnet18.onnx" or "784-128-128-10 with 8 specialists".</param>
/// <param name="Parameters">What training made; null where the file does not tell, as of trees.</param>
/// <param name="Classes">Which of the model's classes are the data's.</param>
/// <param name="MultiplyAdds">For one example; null for a foreign model, whose products are not counted, and where the example decides how many specialists answer.</param>
internal sealed record OpenedTeacher(ITeacher Teacher, string Description, long? Parameters, long? MultiplyAdds, ClassMap Classes)
{
    /// <summary>What is to be said of how the model's columns are found among the data's; null for nothing.</summary>
    public string? Columns { get; private init; }

    /// <summary>Opens a file by what it holds, whatever its name ends in, the model of a run, or a folder of specialists.</summary>
    /// <param name="path">A model of this toolkit, or of another; the run that made one; or the run of a generalist and its specialists.</param>
    /// <param name="examples">The data that it teaches.</param>
    /// <param name="options">
    /// For a model of another toolkit. Of one of this toolkit only the class map counts, and only where its own names do not fit the data or
    /// <paramref name="mapIsForOwn"/> says so.
    /// </param>
    /// <param name="mapIsForOwn">Whether the class map was given for models of this toolkit, because there are no others.</param>
    /// <exception cref="DistillException">The path is no model, or does not fit the data; or a specialist is not trained.</exception>
    public static OpenedTeacher At(string path, ExampleView examples, ForeignTeacherOptions options, bool mapIsForOwn = false)
    {
        path = ModelPath.Of(path);
        var columns = ColumnMatch.Of(path, examples.FeatureNames is null ? null : FeatureNames(path), examples.FeatureNames);
        var opened = Directory.Exists(path) ? Specialists(path, examples, options, mapIsForOwn)
            : FileLook.At(path).Format == ModelFormat.SafeTensors ? Own(path, examples, options, mapIsForOwn)
            : Foreign(ForeignAt(path, examples.Shape, examples.ClassNames, options, examples.FeatureNames));
        return opened with { Teacher = ReorderedTeacher.Of(opened.Teacher, columns.Order), Columns = columns.Note };
    }

    /// <summary>The columns that a model was trained on, by their names in its order; null where its file does not name them.</summary>
    /// <param name="path">As for <see cref="At"/>; an export of this toolkit names them, too.</param>
    /// <exception cref="DistillException">The path is no model, or a damaged one.</exception>
    public static IReadOnlyList<string>? FeatureNames(string path)
    {
        path = ModelPath.Of(path);
        var file = Directory.Exists(path) ? SpecialistsRun.Open(path).Run.GeneralistPath : path;
        return IsModelFile(file) ? ModelOrigin.Features(ModelFile.ReadFacts(file))
            : IsOnnx(file) ? ModelOrigin.Features(OnnxTeacher.Facts(file))
            : null;
    }

    /// <summary>Opens a model of another toolkit by what its file holds, whatever its name ends in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape of one raw example.</param>
    /// <param name="classNames">The classes of the data; null for the model's own.</param>
    /// <param name="options">What the file does not say.</param>
    /// <param name="featureNames">The names of the data's columns; null where they have none.</param>
    /// <exception cref="DistillException">The file is no model, or does not fit the examples.</exception>
    public static IForeignTeacher ForeignAt(
        string path, ExampleShape shape, IReadOnlyList<string>? classNames, ForeignTeacherOptions options, IReadOnlyList<string>? featureNames = null)
    {
        var look = FileLook.At(path);
        return look.Format switch
        {
            ModelFormat.Onnx => OnnxTeacher.Open(path, shape, classNames, options, featureNames),
            ModelFormat.PyTorchArchive or ModelFormat.Pickle => Script(path, shape, classNames, options),
            _ when IsNamedOnnx(path) => OnnxTeacher.Open(path, shape, classNames, options, featureNames),
            _ => throw new DistillException(
                $"{path} is no model that can be opened here; it looks like {look.Name}. Expected a model of this toolkit (.safetensors), of ONNX or of TorchScript."),
        };
    }

    /// <summary>Whether a file is ONNX, or says so by its name.</summary>
    /// <exception cref="DistillException">The file is missing or empty.</exception>
    public static bool IsOnnx(string path) => FileLook.At(path) is var look && (look.Format == ModelFormat.Onnx || (look.Format == ModelFormat.Unknown && IsNamedOnnx(path)));

    /// <summary>The longest text, in bytes of UTF-8, that a student of texts in ONNX reads; null where a path is no export of this toolkit that takes texts.</summary>
    /// <exception cref="DistillException">The file is missing or empty, or a damaged model.</exception>
    public static int? TextBytes(string path) => ModelPath.Of(path) is var file && !Directory.Exists(file) && IsOnnx(file) ? OnnxTeacher.TextBytes(file) : null;

    /// <summary>Whether a path is one model of this toolkit, from which a specialist can start.</summary>
    public static bool IsModelFile(string path) =>
        ModelPath.Of(path) is var file && !Directory.Exists(file) && FileLook.At(file).Format == ModelFormat.SafeTensors;

    /// <summary>Whether a path is of this toolkit: a model, or a folder of them.</summary>
    public static bool IsOwn(string path) => Directory.Exists(path) || IsModelFile(path);

    /// <summary>The classes of a model of any format, in the order of its logits, before there are data; null where its file does not name them.</summary>
    /// <param name="path">As for <see cref="At"/>.</param>
    /// <exception cref="DistillException">The path is no model, or a damaged one.</exception>
    public static IReadOnlyList<string>? ClassNames(string path)
    {
        path = ModelPath.Of(path);
        if (Directory.Exists(path))
        {
            return SpecialistsRun.Open(path).Assignment.Dataset.Classes;
        }

        switch (FileLook.At(path).Format)
        {
            case ModelFormat.SafeTensors:
                using (var model = ModelFile.Load(path))
                {
                    return model.ClassNames;
                }

            case ModelFormat.Onnx:
                return OnnxTeacher.ClassNames(path);
            default:
                return null;
        }
    }

    private static OpenedTeacher Specialists(string path, ExampleView examples, ForeignTeacherOptions options, bool mapIsForOwn)
    {
        var run = SpecialistsRun.Open(path);
        var map = MapOf(path, run.Assignment.Dataset.Classes, examples, options, mapIsForOwn);
        var opened = SpecialistsTeacher.Open(run);
        return opened with { Teacher = MappedTeacher.Of(opened.Teacher, map), Classes = map };
    }

    private static OpenedTeacher Own(string path, ExampleView examples, ForeignTeacherOptions options, bool mapIsForOwn)
    {
        var model = ModelFile.Load(path);
        if (EncoderHead.Of(path) is not null)
        {
            using (model)
            {
                var classes = MapOf(path, model.ClassNames, examples, options, mapIsForOwn);
                var encoder = EncoderTeacher.Open(path);
                return new OpenedTeacher(MappedTeacher.Of(encoder, classes), $"{encoder.Name}, an encoder and a linear model", null, null, classes);
            }
        }

        if (ImageHead.Of(path) is { } images)
        {
            using (model)
            {
                ThrowUnlessSeen(path, images, examples);
                var classes = MapOf(path, model.ClassNames, examples, options, mapIsForOwn);
                var whole = images.OpenBeside(path);
                return new OpenedTeacher(MappedTeacher.Of(whole, classes), $"{whole.Name}, an encoder and a linear model", null, null, classes);
            }
        }

        try
        {
            var map = MapOf(path, model.ClassNames, examples, options, mapIsForOwn);
            var teacher = MappedTeacher.Of(new ModelTeacher(model, name: Path.GetFileName(path)), map);
            return new OpenedTeacher(teacher, model.Spec!.Description, model.ParameterCount, model.Spec.MultiplyAdds, map);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void ThrowUnlessSeen(string path, ImageHead head, ExampleView examples)
    {
        if (head.Input != examples.Shape)
        {
            throw new DistillException($"{path} is a linear model on vectors of images of {head.Input}, and {examples.Name} has {examples.Shape}. Use images of that size, or train the head again.");
        }
    }

    private static ClassMap MapOf(string path, IReadOnlyList<string> names, ExampleView examples, ForeignTeacherOptions options, bool mapIsForOwn)
    {
        if (options.ClassMap is null || mapIsForOwn)
        {
            return MappedTeacher.Match(path, names, examples.ClassNames, options.ClassMap);
        }

        // The map is for the models of other toolkits beside it, unless this one needs it too.
        return MappedTeacher.Fits(names, examples.ClassNames)
            ? MappedTeacher.Match(path, names, examples.ClassNames)
            : MappedTeacher.Match(path, names, examples.ClassNames, options.ClassMap);
    }

    private static TorchScriptTeacher Script(string path, ExampleShape shape, IReadOnlyList<string>? classNames, ForeignTeacherOptions options)
    {
        new ScriptTrial(path, shape, classNames, options).Run();
        return TorchScriptTeacher.Open(path, shape, classNames, options);
    }

    private static OpenedTeacher Foreign(IForeignTeacher teacher) =>
        new(teacher, teacher.Name, teacher.ParameterCount > 0 ? teacher.ParameterCount : null, null, teacher.ClassMap);

    private static bool IsNamedOnnx(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
}
