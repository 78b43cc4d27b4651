using System.Text.Json;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps.Reporting;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;
using Distill.Teachers;

namespace Distill.Jobs.Sweeps;

/// <summary>One sweep with its run directory, from opening the data to sweep.json and document.json.</summary>
public static class SweepJob
{
    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="recipe">What will be swept.</param>
    /// <exception cref="DistillException">There are no such data or no such model, or the folder cannot be made, or holds something.</exception>
    public static RunDirectory Create(string? path, string root, SweepRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RunInputs.RequireDevice(recipe.Device);
        RunInputs.Require(recipe.Data, recipe.Reading, recipe.Teacher, recipe.Targets);
        return RunCreation.At(path, root, "sweep", RunCreation.Manifest(RunKind.Sweep, recipe, recipe.Grid.Seeds));
    }

    /// <summary>Opens the run of an interrupted sweep with its recipe.</summary>
    /// <exception cref="DistillException">The folder is no run of a sweep.</exception>
    public static (RunDirectory Run, SweepRecipe Recipe) Reopen(string path)
    {
        var run = RunCreation.Open(path, "'distill sweep'", RunKind.Sweep);
        return (run, RunCreation.Recipe(run, (tree, source) => SweepRecipe.Read(tree, source)));
    }

    /// <summary>Opens the run that a path holds, where it was asked for the same, and makes it otherwise.</summary>
    /// <param name="path">The run's own folder.</param>
    /// <param name="recipe">What will be swept.</param>
    /// <exception cref="DistillException">The run was asked for something else, or as for <see cref="Create"/>.</exception>
    internal static (RunDirectory Run, SweepRecipe Recipe) ResumeOrCreate(string path, SweepRecipe recipe) =>
        KeptRecipe.ResumeOrCreate(path, recipe, Reopen, () => Create(path, "", recipe));

    /// <summary>What came of a run that is done; null for one that is not.</summary>
    /// <param name="run">The directory.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public static Sweep? Finished(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.ReadManifest().Status == RunStatus.Done && File.Exists(run.SweepPath) ? Sweep.Read(run.SweepPath) : null;
    }

    /// <summary>Sweeps, or resumes the sweep in the directory, and writes sweep.json and document.json.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to sweep.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit, and which students train one after another; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">Data, files or numbers are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call resumes.</exception>
    public static Sweep Run(
        RunDirectory run, SweepRecipe recipe, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        return Tracked(run, () => Execute(run, recipe, context));
    }

    /// <summary>Sweeps with examples and a teacher of one's own, or resumes such a sweep, and writes sweep.json, document.json and the students of the chosen settings.</summary>
    /// <param name="grid">The students.</param>
    /// <param name="title">What is swept, as a heading.</param>
    /// <param name="path">The run's own folder: missing or empty, or that of the same sweep.</param>
    /// <param name="examples">What the students learn from.</param>
    /// <param name="heldOut">Labelled examples that choose a setting for each architecture; null for no choice.</param>
    /// <param name="test">Labelled examples that measure every student after its last step; they choose nothing.</param>
    /// <param name="teacher">Where soft targets come from, live or stored; it stays the caller's.</param>
    /// <param name="context">Told which students train one after another, and why; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">
    /// Grid, data or teacher are out of range or do not fit together, or the folder holds something else. A student whose numbers
    /// are no longer finite is no error: the results say why it stopped.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call resumes.</exception>
    public static Sweep Run(
        SweepGrid grid, string title, string path, ExampleView examples, ExampleView? heldOut, ExampleView test, ITeacher teacher, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(test);
        var run = RunDirectory.IsRun(path)
            ? RunCreation.Open(path, "a sweep", RunKind.Sweep)
            : RunDirectory.CreateAt(path, RunCreation.Manifest(RunKind.Sweep, grid, grid.Seeds));
        return Tracked(run, () =>
        {
            run.WriteManifest(run.ReadManifest() with { Data = RunCreation.Data(examples, heldOut, test) });
            return SweepRunner.Run(grid, title, run, examples, heldOut, test, teacher, context);
        });
    }

    /// <summary>
    /// Sweeps one part of the architectures, beside processes that sweep the others. The same sweep without a part, once all are
    /// done, takes them up and writes sweep.json and document.json.
    /// </summary>
    /// <param name="run">The directory.</param>
    /// <param name="recipe">What to sweep.</param>
    /// <param name="part">Which part.</param>
    /// <param name="context">As for <see cref="Run(RunDirectory, SweepRecipe, JobContext)"/>.</param>
    /// <returns>The folders of the part's architectures.</returns>
    /// <exception cref="DistillException">Data, files or numbers are not right; or another process sweeps one of them.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static IReadOnlyList<string> RunPart(RunDirectory run, SweepRecipe recipe, WorkPart part, JobContext context) => With(
        run, recipe, context,
        _ => { },
        (teacher, views) => SweepRunner.RunPart(new SweepTask(recipe.Grid, views.Examples, views.HeldOut, views.Test, teacher), part, run, context),
        (teacher, views) => LabelledOnce.OpenBesideOthers(run, teacher, views.Examples, context));

    /// <summary>Writes document.json anew into the run of a sweep that has ended; does nothing to any other folder.</summary>
    /// <param name="runDirectory">The folder.</param>
    /// <exception cref="DistillException">The results are damaged, or the file cannot be written.</exception>
    public static void WriteDocument(string runDirectory)
    {
        if (RunDirectory.IsRun(runDirectory) && RunDirectory.Open(runDirectory) is var run && File.Exists(run.SweepPath))
        {
            SweepReport.Of(Sweep.Read(run.SweepPath)).Write(run.DocumentPath);
        }
    }

    private static Sweep Tracked(RunDirectory run, Func<Sweep> work) => TrackedWork.In(run, () =>
    {
        var sweep = work();
        run.WriteManifest(run.ReadManifest().Done(JsonSerializer.SerializeToElement(sweep, RunJson.Options)));
        return sweep;
    });

    private static Sweep Execute(
        RunDirectory run, SweepRecipe recipe, JobContext context)
    {
        var title = $"Temperatures and hard weights on {recipe.Data}";
        long? errors = null;
        return With(
            run, recipe, context,
            views => run.WriteManifest(run.ReadManifest() with { Data = RunCreation.Data(views.Examples, views.HeldOut, views.Test) }),
            (teacher, views) => SweepRunner.Run(recipe.Grid, title, run, views.Examples, views.HeldOut, views.Test, teacher, context, errors ?? Errors(teacher, views)),
            (teacher, views) =>
            {
                errors = Errors(teacher, views);
                return LabelledOnce.Open(run, teacher, views.Examples, context);
            });

        long? Errors(ITeacher teacher, SweepViews views) => teacher.SeesInputs
            ? Evaluator.Evaluate(Predictor.Of(teacher), views.Test, progress: context.Progress, cancellationToken: context.CancellationToken).Metrics.Errors
            : null;
    }

    // Opens what the recipe names; a live teacher's answers are stored where nothing varies the images.
    private static T With<T>(
        RunDirectory run, SweepRecipe recipe, JobContext context,
        Action<SweepViews> opened, Func<ITeacher, SweepViews, T> sweep, Func<ITeacher, SweepViews, ITeacher> store)
    {
        recipe = recipe.From(OriginalFolder.Of(run));
        using var device = ComputeDevice.Use(recipe.Device);
        var (train, test) = DataSets.Open(recipe.Data, recipe.Reading, context);
        var (part, examples) = recipe.Split.Of(train);
        var views = new SweepViews(examples, part.Count > 0 ? part : null, test);
        opened(views);
        if (recipe.Targets is { } targets)
        {
            using var stored = StoredTeacher.Open(targets, examples, progress: context.Progress, cancellationToken: context.CancellationToken);
            return sweep(stored, views);
        }

        using var live = new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions) { Weights = recipe.TeacherWeights, ByCertainty = recipe.WeighTeachersByCertainty }
            .Open(examples, context.Say, recipe.WeighTeachersByClass ? part : null);
        if (!recipe.Grid.Training.Augmentation.IsIdentity)
        {
            return sweep(live, views);
        }

        using var labelled = store(live, views);
        return sweep(labelled, views);
    }

    private sealed record SweepViews(ExampleView Examples, ExampleView? HeldOut, ExampleView Test);
}
