using System.Globalization;
using Distill.Data;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using Distill.Training.Hints;

namespace Distill.Jobs.Training;

/// <summary>What one training learns from, opened from its recipe.</summary>
/// <param name="Examples">What the student learns from.</param>
/// <param name="HeldOut">What measures it in between; perhaps none.</param>
/// <param name="Test">What it is tested on; null for none.</param>
/// <param name="Teacher">Whose soft targets it learns from; null for none.</param>
/// <param name="Vectors">The vectors that it follows; null for none.</param>
/// <param name="HintModel">The model whose hidden layers guide; null for none.</param>
internal sealed record TrainSources(
    ExampleView Examples, ExampleView HeldOut, DataPart? Test, ITeacher? Teacher, IVectorTeacher? Vectors, ILayerTeacher? HintModel) : IDisposable
{
    /// <summary>Opens all of it.</summary>
    /// <exception cref="DistillException">Data, files or numbers are not right.</exception>
    public static TrainSources Of(TrainRecipe recipe, JobContext context)
    {
        var data = DataSets.Read(recipe.Data, recipe.Reading, context, classes: () => ClassNames(recipe));
        var (heldOut, rest) = recipe.Embedder ? recipe.Split.OfAll(data.Train.Examples) : recipe.Split.Of(data.Train.Examples);
        var transfer = UnlabelledExamples.Beside(rest, recipe.Unlabelled, recipe.Variations, recipe.SplitSeed, recipe.Reading, context);
        var all = transfer?.With(rest, recipe.Limit ?? int.MaxValue) ?? rest;
        SayLeftOut(transfer, rest, all, recipe, context.Say);
        var examples = Learnable(all, recipe, context.Say);
        ITeacher? teacher = null;
        IVectorTeacher? vectors = null;
        try
        {
            teacher = OpenTeacher(recipe, examples, heldOut, context);
            vectors = recipe.Vectors is { } store ? StoredVectors.Open(store, examples) : null;
            // An embedder has no classes to be tested by.
            return new(examples, heldOut, recipe.Embedder ? null : data.Test, teacher, vectors, OpenGuide(recipe, examples));
        }
        catch
        {
            vectors?.Dispose();
            teacher?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Teacher?.Dispose();
        Vectors?.Dispose();
        HintModel?.Dispose();
    }

    // With few of the data's images most mixtures are with others: nobody would see that they are not there.
    private static void SayLeftOut(TransferSource? transfer, ExampleView rest, ExampleView all, TrainRecipe recipe, Action<string>? say)
    {
        var made = recipe.Variations * (long)rest.Count;
        var there = all.Count - rest.Count - Math.Min(recipe.Limit ?? int.MaxValue, transfer?.Unlabelled ?? 0);
        if (there < made)
        {
            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{made - there:N0} of {made:N0} variations stay out, because they are mixed with examples that this training does not learn from."));
        }
    }

    private static ILayerTeacher? OpenGuide(TrainRecipe recipe, ExampleView examples)
    {
        if (recipe.Hints.Count == 0)
        {
            return null;
        }

        var (path, remedy) = (HintChoice.Model(recipe)!, new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HintModel)));
        if (recipe.Teacher.Count == 0 && OpenedTeacher.IsModelFile(path))
        {
            new TeacherFiles([path], recipe.Mean, recipe.TeacherOptions).RefuseOptions([path]);
        }

        return GuidingLayers.Open(
            path, examples, [.. HintChoice.Pairs(recipe.Hints).Select(pair => pair.Teacher)], recipe.TeacherOptions, $"Name such a model by {remedy}.", remedy);
    }

    // A model of another toolkit that guides may need options where the teacher, of this one, has none.
    private static ForeignTeacherOptions OptionsOfTeacher(TrainRecipe recipe) =>
        recipe is { Hints.Count: > 0, HintModel: { } guide } && !OpenedTeacher.IsModelFile(guide) && recipe.Teacher.All(OpenedTeacher.IsOwn)
            ? new ForeignTeacherOptions { ClassMap = recipe.TeacherOptions.ClassMap }
            : recipe.TeacherOptions;

    // Without a teacher an example teaches by its label alone.
    private static ExampleView Learnable(ExampleView examples, TrainRecipe recipe, Action<string>? say)
    {
        var labelled = examples.Labelled();
        var unlabelled = examples.Count - labelled.Count;
        if (unlabelled == 0 || recipe.Embedder || recipe.HintsAlone)
        {
            return examples;
        }

        if (!recipe.Distils)
        {
            if (labelled.Count == 0)
            {
                throw new DistillException($"No example of {recipe.Data} has a label, and there is no teacher to learn from. Give one, or data with labels.");
            }

            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Left out: {unlabelled:N0} examples without a label, since there is no teacher to learn them from."));
            return labelled;
        }

        return recipe.MakeObjective().NeedsLabels
            ? throw new DistillException(
                string.Create(CultureInfo.InvariantCulture, $"{unlabelled:N0} of {examples.Count:N0} training examples of {recipe.Data} have no label, and hardWeight is {recipe.ScheduledHardWeight}. ")
                + "Set hardWeight to 0 to learn from soft targets alone.",
                new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HardWeight)))
            : examples;
    }

    private static IReadOnlyList<string>? ClassNames(TrainRecipe recipe) =>
        new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions).ClassNames()
        ?? (recipe.Targets is { } store ? StoredTeacher.ClassNames(store) : null)
        ?? (recipe.Start is { } start ? OpenedTeacher.ClassNames(start) : null);

    private static ITeacher? OpenTeacher(TrainRecipe recipe, ExampleView examples, ExampleView heldOut, JobContext context) => recipe switch
    {
        { HintsAlone: true } => null,
        { Targets: { } store } => StoredTeacher.Open(store, examples, progress: context.Progress, cancellationToken: context.CancellationToken),
        { Teacher.Count: > 0 } => new TeacherFiles(recipe.Teacher, recipe.Mean, OptionsOfTeacher(recipe)) { Weights = recipe.TeacherWeights, ByCertainty = recipe.WeighTeachersByCertainty }
            .Open(examples, context.Say, recipe.WeighTeachersByClass ? heldOut : null),
        _ => null,
    };
}
