using Distill.Data;
using Distill.Files;
using Distill.Models;
using Distill.Onnx;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Experiments.Jobs;

/// <summary>A model of any format, opened as a teacher, with what is known of it. Whoever takes the teacher disposes it.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="Description">For tables, for example "784-128-128-10" or "resnet18.onnx".</param>
/// <param name="Parameters">What training made.</param>
/// <param name="MultiplyAdds">For one example; null for a foreign model, whose products are not counted.</param>
internal sealed record OpenedTeacher(ITeacher Teacher, string Description, long? Parameters, long? MultiplyAdds)
{
    /// <summary>Opens a file by what it holds, whatever its name ends in.</summary>
    /// <param name="path">A model of this toolkit, or of another.</param>
    /// <param name="examples">The data that it teaches.</param>
    /// <param name="options">For a model of another toolkit.</param>
    /// <exception cref="DistillException">The file is no model, or does not fit the data.</exception>
    public static OpenedTeacher At(string path, ExampleView examples, ForeignTeacherOptions options)
    {
        var look = FileLook.At(path);
        return look.Format switch
        {
            ModelFormat.SafeTensors => Own(path, examples),
            ModelFormat.Onnx => Foreign(OnnxTeacher.Open(path, examples.Shape, examples.ClassNames, options)),
            ModelFormat.PyTorchArchive or ModelFormat.Pickle => Foreign(Script(path, examples, options)),
            _ when path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) => Foreign(OnnxTeacher.Open(path, examples.Shape, examples.ClassNames, options)),
            _ => throw new DistillException(
                $"{path} is no model that can be opened here; it looks like {look.Name}. Expected a model of this toolkit (.safetensors), of ONNX or of TorchScript."),
        };
    }

    /// <summary>Whether a file holds a model of this toolkit.</summary>
    public static bool IsOwn(string path) => FileLook.At(path).Format == ModelFormat.SafeTensors;

    private static OpenedTeacher Own(string path, ExampleView examples)
    {
        var model = ModelFile.Load(path);
        var teacher = new ModelTeacher(model, name: Path.GetFileName(path));
        if (model.Classes != examples.ClassNames.Count)
        {
            teacher.Dispose();
            throw new DistillException($"The teacher {path} tells {model.Classes} classes apart; the data have {examples.ClassNames.Count}.");
        }

        return new OpenedTeacher(teacher, model.Spec!.Description, model.ParameterCount, model.Spec.MultiplyAdds);
    }

    private static TorchScriptTeacher Script(string path, ExampleView examples, ForeignTeacherOptions options)
    {
        new ScriptTrial(path, examples.Shape, [.. examples.ClassNames], options).Run();
        return TorchScriptTeacher.Open(path, examples.Shape, examples.ClassNames, options);
    }

    private static OpenedTeacher Foreign(IForeignTeacher teacher) => new(teacher, teacher.Name, teacher.ParameterCount, null);
}
