using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;

namespace Distill.Jobs.SpecialistJobs;

/// <summary>Counts one part of a generalist's confusions into a file, which the assignment of classes adds to the others.</summary>
internal static class CountJob
{
    /// <summary>Counts the part, or finds it counted.</summary>
    /// <param name="recipe">Whose confusions, and on which examples.</param>
    /// <param name="part">Which part of the examples.</param>
    /// <param name="path">The folder of the counts.</param>
    /// <param name="context">Told of examples done; its token stops it.</param>
    /// <exception cref="DistillException">Data or files are not right, or the part is there and of other predictions.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call starts again.</exception>
    public static CountOutcome Run(CountRecipe recipe, WorkPart part, string path, JobContext context)
    {
        RunInputs.Require(recipe.Data, recipe.Reading, recipe.Teacher is { } teacher ? [teacher] : [], recipe.Targets);
        OutputPath.RequireFolder(path);
        var train = DataSets.Open(recipe.Data, recipe.Reading, context).Train;
        var examples = recipe.Split.Of(train).Examples;
        using var predictor = recipe.Targets is { } store
            ? StoredTeacher.Open(store, examples, progress: context.Progress, cancellationToken: context.CancellationToken)
            : new TeacherFiles([recipe.Teacher!], EnsembleMean.Arithmetic, recipe.TeacherOptions).Open(examples, context.Say);
        var counted = new CovarianceParts(path).Count(predictor, examples, recipe.CountTemperature, part, context.Progress, context.CancellationToken);
        return new CountOutcome(Path.GetFullPath(path), $"{part}", counted, examples.Count);
    }
}
