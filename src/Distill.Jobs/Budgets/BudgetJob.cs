using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Export;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;

namespace Distill.Jobs.Budgets;

/// <summary>A training within a budget: what to train, before it, and the file, after it.</summary>
internal static class BudgetJob
{
    /// <summary>The name of the student's file in the run.</summary>
    public const string FileName = "model.onnx";

    /// <summary>Finds the student, or takes up what was found.</summary>
    /// <param name="run">The run of the training.</param>
    /// <param name="recipe">The training, with a budget.</param>
    /// <param name="examples">What the student learns from.</param>
    /// <param name="heldOut">What chooses.</param>
    /// <param name="teacher">Whose soft targets it learns from; null for labels alone.</param>
    /// <param name="facts">What the model's file will say of its training.</param>
    /// <param name="context">Told of trials; its token ends with a checkpoint.</param>
    /// <returns>The whole training of the student that was chosen.</returns>
    /// <exception cref="DistillException">No student fits.</exception>
    public static TrainRecipe Choose(
        RunDirectory run, TrainRecipe recipe, ExampleView examples, ExampleView heldOut, ITeacher? teacher, JsonObject facts, JobContext context)
    {
        if (BudgetResult.Of(run) is not { Chosen: { } chosen })
        {
            // What nothing varies is labelled once for all trials.
            using var stored = teacher is { SeesInputs: true } && recipe.Training.Augmentation.IsIdentity ? LabelledOnce.Open(run, teacher, examples, context) : null;
            chosen = Find(run, recipe, (examples, heldOut), (stored ?? teacher, recipe.Targets is null ? teacher : null), facts, context).Chosen!;
        }

        context.Say?.Invoke($"Chosen: {chosen.Candidate.Network.Describe(examples.Shape, examples.ClassNames.Count)} as {BudgetText.Of(chosen.Candidate.Weights)}.");
        return recipe.Start is null ? recipe with { Network = chosen.Candidate.Network } : recipe with { Start = Path.Combine(run.Path, chosen.Model) };
    }

    /// <summary>Writes the file of the trained student into the run, or takes up the one that is there.</summary>
    /// <param name="run">The run, with its model.</param>
    /// <param name="recipe">The training.</param>
    /// <param name="teacher">Whose soft targets integers learn; null for those of the student itself.</param>
    /// <param name="context">Told of the work; its token stops it.</param>
    /// <exception cref="DistillException">The file is not what the model computes, or is larger than the budget.</exception>
    public static BudgetedFile Export(RunDirectory run, TrainRecipe recipe, ITeacher? teacher, JobContext context)
    {
        var result = BudgetResult.Of(run)!;
        var (budget, chosen) = (recipe.Budget!, result.Chosen!.Candidate);
        var tunes = chosen.Weights is WeightFormat.Int8 or WeightFormat.Int4 && !chosen.Network.TakesText;
        var outcome = ExportJob.Run(
            new ExportRequest
            {
                Model = run.ModelPath,
                Out = run.PathOf(FileName),
                Data = recipe.Data,
                Reading = recipe.Reading,
                Opened = teacher,
                Options = new OnnxExportOptions { Weights = chosen.Weights },
                Examples = int.MaxValue,
                TuningEpochs = tunes ? budget.TuningEpochs : 0,
                TuningRate = budget.TuningRate,
            },
            context);
        if (outcome.File is null)
        {
            throw new DistillException($"{run.PathOf(FileName)} was not written: {string.Join("; ", outcome.Problems)}.");
        }

        if (outcome.Bytes > budget.Bytes)
        {
            throw new DistillException($"{outcome.File} has {outcome.Bytes} bytes, more than the budget of {budget.Bytes}, because of what it says of its training. Give more.");
        }

        return (result with { File = BudgetedFile.Of(outcome) }).Write(run).File!;
    }

    private static BudgetResult Find(
        RunDirectory run, TrainRecipe recipe, (ExampleView Examples, ExampleView HeldOut) data, (ITeacher? Training, ITeacher? Integers) teacher, JsonObject facts, JobContext context)
    {
        var texts = data.Examples.ElementType == ElementType.Text;
        var files = new BudgetFiles(recipe.Budget!, data.Examples, facts);
        if (recipe.Start is { } start)
        {
            var path = ModelPath.Of(start);
            using var model = ModelFile.Load(path);
            var trials = new BudgetTrials(run, recipe, model.Spec!, files, data, teacher);
            return new BudgetPruning(run, recipe, trials, data.Examples, teacher.Training).Run(path, context);
        }

        var spec = new ModelSpec(
            data.Examples.Shape, [.. data.Examples.ClassNames], PixelStatistics.Of(data.Examples, context.Progress, context.CancellationToken).ToNormalisation(),
            recipe.Network ?? ScaledNetworks.For(data.Examples.Shape, texts)[0]);
        return new BudgetSearch(run, recipe, new BudgetTrials(run, recipe, spec, files, data, teacher), texts).Run(context);
    }
}
