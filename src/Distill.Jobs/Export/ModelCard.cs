using System.Globalization;
using System.Text;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export;
using Distill.Runs;

namespace Distill.Jobs.Export;

/// <summary>
/// A page beside an exported file for whoever gets it: classes, input, how often it is right, what it was made of, and the code that
/// asks it. It says only what the model's file, the data and the check say, and names what nobody has stated.
/// </summary>
internal static class ModelCard
{
    /// <summary>Where the card of an exported file lies.</summary>
    public static string Beside(string file) => Path.ChangeExtension(file, ".card.md");

    /// <summary>Writes the card.</summary>
    /// <param name="outcome">What was exported, with its file.</param>
    /// <param name="model">What it was made from.</param>
    /// <param name="origin">What the model's file says of its training.</param>
    /// <param name="options">How it was written.</param>
    /// <returns>The card's path.</returns>
    /// <exception cref="DistillException">It cannot be written.</exception>
    public static string Write(ExportOutcome outcome, Classifier model, ModelOrigin origin, OnnxExportOptions options)
    {
        var path = Beside(outcome.File!);
        AtomicFile.WriteText(path, Text(outcome, model, origin, options));
        return path;
    }

    /// <summary>The card as Markdown.</summary>
    public static string Text(ExportOutcome outcome, Classifier model, ModelOrigin origin, OnnxExportOptions options)
    {
        var file = Path.GetFileName(outcome.File!);
        var text = new StringBuilder();
        Paragraph(text, $"# {file}");
        Paragraph(text, $"{(Embeds(model) ? $"An embedder with vectors of {model.Classes} numbers" : $"A classifier with {model.ClassNames.Count} classes")}, {outcome.Model}, as ONNX. It runs in ONNX Runtime{(options.Strings ? " with its Extensions" : "")}.");
        Table(text, Contents(outcome, model, origin, options));
        Paragraph(text, "## How good it is");
        Table(text, Quality(outcome));
        if (!Embeds(model))
        {
            Paragraph(text, $"The examples are of {outcome.Dataset}. Other cameras, microphones, writers or times may bring other shares; measure yours:");
            Paragraph(text, $"    distill evaluate {file} --data FOLDER");
        }

        Paragraph(text, "## How it was made");
        Table(text, Making(origin));
        Paragraph(text, "## From C#");
        Paragraph(text, $"```csharp\n{CardCode.Of(file, model.Input, model.Spec?.Network, options, Embeds(model))}\n```");
        text.Length--;
        return text.ToString();
    }

    private static IEnumerable<(string, string)> Contents(ExportOutcome outcome, Classifier model, ModelOrigin origin, OnnxExportOptions options)
    {
        var shape = model.Input;
        var type = options.Input == InputType.U8 ? "uint8" : "float32";
        yield return ("input", model.Spec?.Network switch
        {
            _ when options.Strings => $"`{ValueNames.Texts}`, strings [batch], of which {shape.Size} bytes of UTF-8 are read{(model.Spec?.Network is IPieceNetwork cut ? $", at most {cut.Length} pieces of words" : "")}",
            IPieceNetwork pieces => $"`{ValueNames.Pieces}`, int64 [batch, pieces], at most {pieces.Length}: rows of the vocabulary, by WordPiece{(pieces.IsMarked ? $", between {PieceVocabulary.Begin} and {PieceVocabulary.End}" : "")}",
            { TakesText: true } => $"`{ValueNames.Text}`, uint8 [batch, bytes], at most {shape.Size}: UTF-8",
            _ when shape.IsFeatures => $"`{ValueNames.Features}`, float32 [batch, {shape.Channels}]",
            _ when options.RealImages => $"`{ValueNames.Features}`, float32 [batch, {shape.Channels}, {shape.Height}, {shape.Width}]",
            _ => $"`{ValueNames.Pixels}`, {type} [batch, {shape.Channels}, {shape.Height}, {shape.Width}], {(shape.Channels == 3 ? "RGB" : "grey")}, black is 0, white is {(options.Range == PixelRange.Byte ? 255 : 1)}",
        });
        if (ModelOrigin.Features(origin.Facts) is { } columns)
        {
            yield return ("columns", string.Join(", ", columns.Select(Cell)));
        }

        if (Embeds(model))
        {
            yield return ("output", $"`{ValueNames.Vector}`, float32 [batch, {model.Classes}], at length one; `{ValueNames.Logits}`, the same as the model answers them");
        }
        else
        {
            foreach (var row in Answers(outcome, model, options))
            {
                yield return row;
            }
        }

        yield return ("size", $"{outcome.Bytes:N0} bytes, weights in {outcome.Weights.ToString().ToLowerInvariant()}");
        yield return ("fingerprint", $"`{model.Fingerprint().Value}`, of the model that was exported");
    }

    private static bool Embeds(Classifier model) => model.Spec is { GivesVectors: true };

    private static IEnumerable<(string, string)> Answers(ExportOutcome outcome, Classifier model, OnnxExportOptions options)
    {
        yield return ("output", $"`{ValueNames.Logits}`, float32 [batch, {model.ClassNames.Count}]"
            + (options.Probabilities ? $"; `{ValueNames.Probabilities}`, their softmax at T = {Number(outcome.Temperature)}" : ""));
        yield return ("temperature", outcome.Calibrated is { } fit
            ? $"{Number(outcome.Temperature)}, fitted to {fit.Cases:N0} held-out examples"
            : Number(outcome.Temperature));
        yield return ("classes", string.Join(", ", model.ClassNames.Select(Cell)));
    }

    private static IEnumerable<(string, string)> Quality(ExportOutcome outcome)
    {
        if (outcome.MeanCosine is { } cosine)
        {
            yield return ("mean cosine to the vectors of the model before export", string.Create(CultureInfo.InvariantCulture, $"{cosine:0.00000} over {outcome.Examples:N0} examples of {outcome.Dataset}"));
        }
        else if (outcome.Accuracy is { } accuracy)
        {
            var interval = WilsonInterval.Of(accuracy, outcome.Examples);
            yield return ("right", $"{Percent(accuracy)} of {outcome.Examples:N0} examples (95 % interval {Percent(interval.Lower)} to {Percent(interval.Upper)})");
        }
        else
        {
            yield return ("right", "not known: the examples that it was checked on have no labels");
        }

        if (outcome.MeanCosine is null)
        {
            yield return ("same class as the model before export", $"{Percent(outcome.ArgmaxAgreement)} of {outcome.Examples:N0} examples");
        }

        yield return ("speed", string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.LatencyMs.Student:0.000} ms for one example, {outcome.Throughput.Student:N0} examples/s in large batches, on {MachineInfo.Current().Processor}"));
    }

    private static IEnumerable<(string, string)> Making(ModelOrigin origin)
    {
        const string unknown = "not stated in the model's file";
        var recipe = origin.Recipe;
        yield return ("data", origin.Set is { } set ? Cell(set) : unknown);
        yield return ("terms of the data", DataSets.List().FirstOrDefault(known => known.Name == origin.Set)?.Licence ?? "not known; whoever passes the file on states them");
        if (recipe is not null)
        {
            var taught = recipe.Teacher.Count > 0 || recipe.Targets is not null;
            yield return ("learned from", recipe.Embedder ? $"vectors of {Cell(recipe.Vectors!)}" : taught
                ? $"soft targets of {Cell(string.Join(", ", recipe.Teacher.Count > 0 ? recipe.Teacher : [recipe.Targets!]))}"
                : "labels");
            if (recipe is { Vectors: { } vectors, Embedder: false })
            {
                yield return ("followed", $"vectors of {Cell(vectors)} at weight {Number(recipe.VectorWeight)}");
            }

            if (taught)
            {
                yield return ("objective", recipe.Objective switch
                {
                    _ when recipe.Objective.Words(recipe.MakeObjective()) is { } words => words,
                    ObjectiveKind.Distillation => $"T = {Number(recipe.Temperature)}, weight of labels {Number(recipe.HardWeight)}",
                    _ => "the teacher's logits",
                });
            }

            yield return ("training", $"{recipe.Training.Duration}, seed {recipe.Training.Seed}, {recipe.Training.Precision.ToString().ToLowerInvariant()}");
        }
        else
        {
            yield return ("learned from", origin.Facts?["teacher"] is { } teacher ? $"a teacher with the fingerprint `{teacher}`"
                : origin.Facts?.ContainsKey("teacher") == true ? "labels" : unknown);
            if (origin.Facts is { } facts && facts["row"] is { } row && facts["seed"] is { } seed)
            {
                yield return ("training", $"row '{Cell($"{row}")}' of a comparison, seed {seed}");
            }
        }

        yield return ("software", $"Distill.NET {RunVersions.Current().Distill}");
    }

    private static void Paragraph(StringBuilder text, string paragraph) => text.Append(paragraph).Append("\n\n");

    private static void Table(StringBuilder text, IEnumerable<(string Name, string Value)> rows)
    {
        text.Append("| | |\n|---|---|\n");
        foreach (var (name, value) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        }

        text.Append('\n');
    }

    // A bar would end the cell, a line break the table.
    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);
}
