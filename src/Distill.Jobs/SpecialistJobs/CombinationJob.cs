using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Specialists;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Teachers;

namespace Distill.Jobs.SpecialistJobs;

/// <summary>Measures a generalist against its combination with all specialists of a run directory.</summary>
internal static class CombinationJob
{
    /// <summary>Evaluates both on the test part, and writes combination.json into the run's folder.</summary>
    /// <param name="path">The folder; all specialists are trained.</param>
    /// <param name="topClasses">How many of the generalist's top classes call their specialists; null as the run says.</param>
    /// <param name="data">Other data with the same classes, a catalogue name or a path; null for those of the run.</param>
    /// <param name="reading">Choices for files of one's own, where there are other data.</param>
    /// <param name="context">Told of the work; its token stops it.</param>
    /// <exception cref="DistillException">
    /// A specialist is missing, unfinished, damaged, or of another generalist or other classes; or the data do not fit.
    /// </exception>
    public static void Run(
        string path, int? topClasses, string? data, DataOptions reading, JobContext context)
    {
        var specialists = SpecialistsRun.Open(path);
        using var combined = SpecialistsTeacher.Open(specialists, topClasses).Teacher;
        var test = DataSets.Open(data ?? OriginalFolder.Of(specialists.Run).FindData(specialists.Recipe.Data), data is null ? specialists.Recipe.Reading : reading, context with { Say = null }).Test;
        Measure(specialists, combined, topClasses, test, context);
    }

    /// <summary>The same on a view that is open, with a combination that the caller disposes.</summary>
    internal static CombinationScores Measure(
        SpecialistsRun specialists, ITeacher combined, int? topClasses, ExampleView test, JobContext context)
    {
        using var generalist = new ModelTeacher(GeneralistFile.Load(specialists), name: specialists.Assignment.Generalist.Name);
        var scores = CombinationTest.Of(
            test.Name,
            Predictor.Of(generalist).Predict(test, progress: context.Progress, cancellationToken: context.CancellationToken),
            Predictor.Of(combined).Predict(test, progress: context.Progress, cancellationToken: context.CancellationToken),
            specialists.Sets,
            topClasses ?? specialists.Plan.TopClasses);
        scores.Write(specialists.Run.CombinationPath);
        return scores;
    }
}
