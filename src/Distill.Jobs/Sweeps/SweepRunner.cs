using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps.Reporting;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Runs.Results.Sweeps;
using Distill.Teachers;

namespace Distill.Jobs.Sweeps;

/// <summary>
/// Runs a sweep in a run directory: the students of each architecture as one population where that is possible, their
/// test, the choice. What is finished in the directory is taken up, so a killed sweep resumes where it was and ends with
/// the same figures.
/// </summary>
internal static class SweepRunner
{
    /// <summary>Runs all of it, saves the students of the chosen settings and writes sweep.json and document.json.</summary>
    /// <param name="grid">The students.</param>
    /// <param name="title">What is swept, as a heading.</param>
    /// <param name="run">The directory; its run.json exists, and stays as it is.</param>
    /// <param name="examples">What the students learn from.</param>
    /// <param name="heldOut">Labelled examples that choose a setting for each architecture; null for no choice.</param>
    /// <param name="test">Labelled examples that measure every student after its last step; they choose nothing.</param>
    /// <param name="teacher">Where soft targets come from, live or stored; it stays the caller's.</param>
    /// <param name="context">Told which architectures cannot be trained as populations, and why; its token stops at the next checkpoint.</param>
    /// <param name="teacherErrors">The teacher's errors on the test examples where they are known; null measures a teacher that sees inputs.</param>
    /// <exception cref="DistillException">
    /// Grid, data or teacher are out of range or do not fit together, or the directory holds another sweep. A student
    /// whose numbers are no longer finite is no error: the results say why it stopped.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static Sweep Run(
        SweepGrid grid,
        string title,
        RunDirectory run,
        ExampleView examples,
        ExampleView? heldOut,
        ExampleView test,
        ITeacher teacher,
        JobContext context,
        long? teacherErrors = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(teacher);
        var task = new SweepTask(grid, examples, heldOut, test, teacher);
        task.Validate();
        SayWhoTrainsAlone(task, context.Say);
        teacherErrors ??= teacher.SeesInputs
            ? Evaluator.Evaluate(Predictor.Of(teacher), test, progress: context.Progress, cancellationToken: context.CancellationToken).Metrics.Errors
            : null;
        var networks = Sweeps(task, run, context, record: null).Select(network => network.Run());
        var sweep = new Sweep(title, Facts(task), NameOf(teacher), [.. networks], teacherErrors);
        sweep.Write(run.SweepPath);
        SweepReport.Of(sweep).Write(run.DocumentPath);
        return sweep;
    }

    /// <summary>Sweeps one part of the architectures, beside processes that sweep the others; no file of the whole sweep is written.</summary>
    /// <param name="task">What is swept.</param>
    /// <param name="part">Which part.</param>
    /// <param name="run">The directory.</param>
    /// <param name="context">Told which architectures cannot be trained as populations, and why; its token stops at the next checkpoint.</param>
    /// <returns>The folders of the part's architectures.</returns>
    /// <exception cref="DistillException">As for <see cref="Run"/>; or another process sweeps one of them.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static IReadOnlyList<string> RunPart(SweepTask task, WorkPart part, RunDirectory run, JobContext context)
    {
        task.Validate();
        var networks = Sweeps(task, run, context, Record).ToList();
        NetworkSweep[] own = [.. part.Of(networks.Count).Select(number => networks[number])];
        foreach (var network in own)
        {
            network.Run();
        }

        return [.. own.Select(network => network.Id)];

        // Other parts write the same file: each reads it and writes it while it has it alone.
        void Record(LayerArithmetic arithmetic, IReadOnlyList<string> warnings)
        {
            using var briefly = run.ClaimWithin(context.CancellationToken);
            run.Record(arithmetic, warnings);
        }
    }

    private static IEnumerable<NetworkSweep> Sweeps(
        SweepTask task, RunDirectory run, JobContext context, Action<LayerArithmetic, IReadOnlyList<string>>? record) =>
        task.Grid.Networks.Zip(NetworkIds.Of(task.Grid.Networks)).Select((pair, number) => new NetworkSweep(
            task, pair.First, pair.Second, run, context.Stage("architectures", number + 1, task.Grid.Networks.Count), record));

    private static void SayWhoTrainsAlone(SweepTask task, Action<string>? say)
    {
        foreach (var group in task.Grid.Networks.GroupBy(SweepTask.Obstacle).Where(group => group.Key is not null))
        {
            say?.Invoke($"Students trained one after another: {string.Join("; ", group.Select(network => task.Spec(network).Description))}; {group.Key}.");
        }
    }

    // "mnist/test" is the part of the set; the sweep is about the set.
    private static DatasetFacts Facts(SweepTask task) => new(
        task.Test.Source.Name.Split('/')[0], [.. task.Examples.ClassNames], task.Examples.Count, task.HeldOut?.Count ?? 0, task.Test.Count);

    private static string NameOf(ITeacher teacher) => teacher is StoredTeacher stored ? stored.Plan.Teacher.Name : teacher.Name;
}
