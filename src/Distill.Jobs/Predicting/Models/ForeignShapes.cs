using Distill.Images;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Onnx;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Predicting.Models;

/// <summary>In which shapes a model of another toolkit may take inputs: what its file fixes, what options say, what a model beside it takes.</summary>
/// <param name="Kind">What is read.</param>
/// <param name="Options">What was said of models of other toolkits.</param>
/// <param name="Like">What a model of this toolkit beside it takes; null without one.</param>
/// <param name="Columns">Of rows, how many columns the first has.</param>
/// <param name="Request">How images are to be read.</param>
internal sealed record ForeignShapes(InputKind Kind, ForeignTeacherOptions Options, ExampleShape? Like, int Columns, PredictRequest Request)
{
    private const string Size = $"{nameof(ForeignTeacherOptions)}.{nameof(ForeignTeacherOptions.Size)}";

    /// <summary>The shapes to try, the likeliest first.</summary>
    /// <exception cref="DistillException">Nothing tells one.</exception>
    public IReadOnlyList<ModelReading> Of(string path) => Kind switch
    {
        InputKind.Rows => [.. (Like is { } rows ? [rows.Channels] : new[] { Columns, Columns - 1 }).Where(count => count > 0).Select(count => new ModelReading(Kind, ExampleShape.Features(count)))],
        InputKind.Texts => [new ModelReading(Kind, Like ?? ExampleShape.Features(OpenedTeacher.TextBytes(path) ?? Distill.Data.TextSource.DefaultBytes))],
        InputKind.Recordings => [Sound(path)],
        _ => Images(path),
    };

    private ModelReading Sound(string path)
    {
        var like = Like ?? KeywordSource.ShapeFor(new());
        var look = OpenedTeacher.IsOnnx(path) ? OnnxLook.At(path, like) : null;
        var shape = look?.Input is { Height: { } height, Width: { } width } ? new ExampleShape(1, height, width) : like;
        var options = Training(path, look)?.Seconds is { } seconds && new KeywordOptions { Seconds = seconds } is var said && KeywordSource.ShapeFor(said) == shape
            ? said
            : KeywordInput.OptionsFor(shape);
        return options is not null
            ? new ModelReading(Kind, shape, options.Seconds)
            : throw new DistillException($"{path} takes {shape}; recordings give 1 × frames × {new KeywordOptions().Filterbank.Filters}.");
    }

    private ModelReading[] Images(string path)
    {
        var file = OpenedTeacher.IsOnnx(path) ? OnnxLook.At(path, Like ?? new ExampleShape(3, 224, 224), Options.Layout) : null;
        var look = file?.Input ?? new ForeignInput(Options.Layout);
        var training = Training(path, file);
        return [.. (look.Layout == InputLayout.Flat ? Rows(look, path) : Sized(look, path)).Select(shape => ModelReading.OfImages(shape, Request, training))];
    }

    // What a student's own file says is in its export too.
    private static DataOptions? Training(string path, OnnxLook? look) =>
        look?.Facts?["recipe"] is { } recipe ? TrainRecipe.Read(recipe.DeepClone(), $"{path}, recipe").Reading : null;

    private IEnumerable<ExampleShape> Sized(ForeignInput look, string path)
    {
        var (width, height) = (Options.Size?.Width ?? look.Width ?? Like?.Width, Options.Size?.Height ?? look.Height ?? Like?.Height);
        if (width is not { } columns || height is not { } rows)
        {
            throw Unsized(path, "does not say which size of images it takes");
        }

        int[] channels = look.Channels is { } told ? [told] : Like is { } like && Options.Size is null ? [like.Channels] : [3, 1];
        return channels.Select(count => new ExampleShape(count, rows, columns));
    }

    private ExampleShape[] Rows(ForeignInput look, string path)
    {
        if (Options.Size is { } size)
        {
            return [new ExampleShape(3, size.Height, size.Width), new ExampleShape(1, size.Height, size.Width)];
        }

        return Like is { } like && (look.Channels ?? like.Size) == like.Size
            ? [like]
            : throw Unsized(path, $"takes rows of {(look.Channels is { } numbers ? $"{numbers}" : "any number of")} numbers, and does not say of which size of images");
    }

    private static DistillException Unsized(string path, string why) => new(
        $"{path} {why}. Say it with {Size}.", new Remedy(nameof(ForeignTeacherOptions), nameof(ForeignTeacherOptions.Size)));
}
