using Distill.Data;
using Distill.Images;
using Distill.Jobs.Recipes;
using Distill.Jobs.Specialists;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Onnx.Encoders;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Teachers;
using Distill.Text.Encoders;

namespace Distill.Jobs.Predicting.Models;

/// <summary>A model of this toolkit before there are examples: what it takes, how its training read tables, and the model.</summary>
/// <param name="Path">What people typed.</param>
/// <param name="Spec">Of the model; of specialists, their generalist's.</param>
/// <param name="Training">How its training read its data; null where the file does not say.</param>
internal sealed record OwnModel(string Path, ModelSpec Spec, DataOptions? Training)
{
    // Of pixels from 0 to 1 none deviates more from their mean.
    private const double MostOfPixels = 0.5;

    /// <summary>Looks at a model, or at the run of a generalist and its specialists.</summary>
    /// <exception cref="DistillException">The file is no model, or damaged.</exception>
    public static OwnModel At(string path)
    {
        var file = ModelPath.Of(path);
        file = Directory.Exists(file) ? SpecialistsRun.Open(file).Run.GeneralistPath : file;
        using var model = ModelFile.Load(file);
        return new OwnModel(path, model.Spec!, ModelOrigin.Read(file).Recipe?.Reading) { IsHead = EncoderHead.Of(file) is not null, Trunk = ImageHead.Of(file) };
    }

    /// <summary>Whether it takes texts.</summary>
    public bool TakesTexts => Spec.Network.TakesText || IsHead;

    /// <summary>Whether it takes the vectors of an encoder of texts, which lies beside it.</summary>
    private bool IsHead { get; init; }

    /// <summary>The trunk of images whose vectors it takes, which lies beside it; null for none.</summary>
    private ImageHead? Trunk { get; init; }

    /// <summary>Whether it was trained on recordings: it has the shape of theirs, and numbers that no pixels have.</summary>
    public bool Hears => Sound is not null && Spec.Normalisation.StandardDeviation.Any(deviation => deviation > MostOfPixels);

    /// <summary>How recordings become what it takes; null where none do.</summary>
    public KeywordOptions? Sound =>
        Training?.Seconds is { } seconds && new KeywordOptions { Seconds = seconds } is var said && KeywordSource.ShapeFor(said) == Spec.Input ? said : KeywordInput.OptionsFor(Spec.Input);

    /// <summary>How it reads inputs of a kind.</summary>
    /// <exception cref="DistillException">It does not.</exception>
    public ModelReading Reading(InputKind kind, string input, PredictRequest request) => kind switch
    {
        // An encoder takes texts of any length.
        InputKind.Texts when TakesTexts => new ModelReading(kind, IsHead ? ExampleShape.Features(TextSource.DefaultBytes) : Spec.Input),
        InputKind.Images when Trunk is { Input: var seen } => ModelReading.OfImages(seen, request, Training),
        InputKind.Rows when Spec.Input.IsFeatures && !TakesTexts && Trunk is null => new ModelReading(kind, Spec.Input),
        InputKind.Images when !Spec.Input.IsFeatures && !Hears => ModelReading.OfImages(Spec.Input, request, Training),
        InputKind.Recordings when Sound is { } sound => new ModelReading(kind, Spec.Input, sound.Seconds),
        _ => throw new DistillException($"{Path} takes {Taken}, and {input} {PredictionInputs.Words(kind)}."),
    };

    /// <summary>Opens it.</summary>
    /// <exception cref="DistillException">A file is damaged, or a specialist is not trained.</exception>
    public AskedModel Open(InputKind kind, string input, PredictRequest request)
    {
        var reading = Reading(kind, input, request);
        var file = ModelPath.Of(Path);
        if (Directory.Exists(file))
        {
            var opened = SpecialistsTeacher.Open(SpecialistsRun.Open(file));
            return new AskedModel(Path, opened.Teacher, reading, Spec.ClassNames, opened.Description);
        }

        if (IsHead)
        {
            var teacher = EncoderTeacher.Open(file);
            return new AskedModel(Path, teacher, reading, Spec.ClassNames, $"{teacher.Name}, an encoder and a linear model");
        }

        if (Trunk is not null)
        {
            var teacher = Trunk.OpenBeside(file);
            return new AskedModel(Path, teacher, reading, Spec.ClassNames, $"{teacher.Name}, an encoder and a linear model");
        }

        var model = ModelFile.Load(file);
        return new AskedModel(Path, new ModelTeacher(model, name: System.IO.Path.GetFileName(file)), reading, model.ClassNames, model.Spec!.Description);
    }

    private string Taken => TakesTexts ? "texts" : Trunk is { Input: var seen } ? $"images of {seen}" : Spec.Input.IsFeatures ? $"rows of {Spec.Input}" : Hears ? $"recordings, as {Spec.Input}" : $"images of {Spec.Input}";
}
