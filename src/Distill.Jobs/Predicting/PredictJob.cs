using Distill.Data.Formats;
using Distill.Jobs.Predicting.Models;
using Distill.Jobs.Teachers;
using Distill.Runs;

namespace Distill.Jobs.Predicting;

/// <summary>Asks models what images, recordings or rows of a table are.</summary>
public static class PredictJob
{
    /// <summary>Finds the inputs, opens the models, and refuses what does not fit; nothing is asked yet.</summary>
    /// <param name="request">Models and inputs.</param>
    /// <param name="progress">Told of models that are opened; null to tell no one.</param>
    /// <param name="say">Told what is left out and what is taken for granted; null to tell no one.</param>
    /// <returns>What gives the predictions, which the caller disposes.</returns>
    /// <exception cref="DistillException">
    /// A model or an input is missing or of no known kind, inputs are of different kinds, a model does not take them, or an option
    /// changes nothing.
    /// </exception>
    public static PredictionSession Open(PredictRequest request, IProgress<WorkProgress>? progress = null, Action<string>? say = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var own = AskedModels.Look([.. request.Models, .. request.Teacher.Files]);
        var reads = own.Any(model => model is { TakesTexts: true })
            || request.Models.Concat(request.Teacher.Files).Where((_, i) => own[i] is null).Any(path => OpenedTeacher.TextBytes(path) is not null);
        var inputs = PredictionInputs.Find(
            request, own.Any(model => model is { Hears: true }), reads, own.FirstOrDefault(model => model is not null)?.Training, say);
        var models = AskedModels.Open(request, own, inputs, progress, say);
        try
        {
            RefuseUnread(request, inputs);
            if (inputs.Kind != InputKind.Rows)
            {
                return new PredictionSession(models, request.Temperatures, inputs.Kind, inputs.Files(), inputs.Count!.Value);
            }

            var rows = inputs.Rows(Features(models), own.FirstOrDefault(model => model is not null)?.Training?.Csv ?? new CsvOptions(), Columns([.. request.Models, .. request.Teacher.Files]), say);
            return new PredictionSession(models, request.Temperatures, inputs.Kind, rows, rows.Count);
        }
        catch
        {
            foreach (var model in models)
            {
                model.Dispose();
            }

            throw;
        }
    }

    private static void RefuseUnread(PredictRequest request, PredictionInputs inputs)
    {
        if (request.LabelColumn is not null && inputs.Kind is not (InputKind.Rows or InputKind.Texts))
        {
            throw new DistillException($"A column with labels would change nothing: {inputs.First} is no table. Leave it out.");
        }

        if ((request.Fit is not null || request.Background is not null) && inputs.Kind != InputKind.Images)
        {
            throw new DistillException($"Fit and background would change nothing: {inputs.First} is no image. Leave them out.");
        }
    }

    private static IReadOnlyList<string>? Columns(IEnumerable<string> models)
    {
        var named = models.Select(path => (Path: path, Names: OpenedTeacher.FeatureNames(path))).Where(model => model.Names is not null).ToList();
        return named.Find(model => !model.Names!.SequenceEqual(named[0].Names!)) is { Names: { } others, Path: var other }
            ? throw new DistillException(
                $"{named[0].Path} takes the columns {string.Join(", ", named[0].Names!)}, and {other} {string.Join(", ", others)}. Ask each by itself.")
            : named.FirstOrDefault().Names;
    }

    private static int Features(IReadOnlyList<AskedModel> models) => models.Select(model => model.Reading.Shape.Channels).Distinct().ToList() is [var only]
        ? only
        : throw new DistillException(
            $"The models take different rows: {string.Join(", ", models.Select(model => $"{model.Path} {model.Reading.Shape}"))}. Ask them one after the other.");
}
