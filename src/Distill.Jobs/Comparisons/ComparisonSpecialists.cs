using Distill.Jobs.Recipes;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Specialists;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Teachers;

namespace Distill.Jobs.Comparisons;

/// <summary>The specialists of a comparison's teacher, in a run of their own inside the comparison's folder.</summary>
/// <param name="Comparison">The comparison's folder.</param>
/// <param name="Recipe">Which examples it uses.</param>
/// <param name="Plan">The specialists.</param>
/// <param name="Data">The examples.</param>
internal sealed record ComparisonSpecialists(RunDirectory Comparison, DataRecipe Recipe, TeacherSpecialists Plan, ComparisonData Data)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Assigns classes, trains all specialists and measures them; what is done is taken up.</summary>
    /// <param name="generalist">The generalist's file.</param>
    /// <param name="context">Told of the work; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">Files, options or numbers are not right, or the folder holds other specialists.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    /// <param name="part">Which part of the specialists to train; null for all.</param>
    /// <exception cref="AwaitedException">Other parts have not trained theirs yet.</exception>
    public CombinationScores From(string generalist, JobContext context, WorkPart? part = null)
    {
        if (part is { } share)
        {
            return PartFrom(generalist, share, context);
        }

        Assign(generalist, context);
        var specialists = SpecialistsRun.Open(Comparison.SpecialistsPath);
        var worker = new SpecialistWorker(specialists, Data.All);
        // Other processes may help; what they hold is awaited. A claim ends with its process, so that it is a living one.
        while (worker.Run(null, context).Held is { Count: > 0 } held)
        {
            context.Progress?.Report(Waiting(specialists, held[0] - 1));
            context.CancellationToken.WaitHandle.WaitOne(BetweenLooks);
        }

        using var combined = SpecialistsTeacher.Open(specialists).Teacher;
        return CombinationJob.Measure(specialists, combined, null, Data.Test, context);
    }

    private CombinationScores PartFrom(string generalist, WorkPart part, JobContext context)
    {
        // One of the parts assigns and measures, and the others wait for it.
        using (FileClaim.TakeWithin(Comparison.SpecialistsPath + ".claim", Comparison.SpecialistsPath, context.CancellationToken, TimeSpan.MaxValue))
        {
            Assign(generalist, context);
        }

        var specialists = SpecialistsRun.Open(Comparison.SpecialistsPath);
        new SpecialistWorker(specialists, Data.All).Run(part, context);
        if (Enumerable.Range(0, specialists.Sets.Count).Count(number => !specialists.IsTrained(number)) is > 0 and var missing)
        {
            throw new AwaitedException($"{missing} of {specialists.Sets.Count} specialists");
        }

        using (FileClaim.TakeWithin(Comparison.SpecialistsPath + ".claim", Comparison.SpecialistsPath, context.CancellationToken, TimeSpan.MaxValue))
        {
            if (File.Exists(specialists.Run.CombinationPath))
            {
                return CombinationScores.Read(specialists.Run.CombinationPath);
            }

            using var combined = SpecialistsTeacher.Open(specialists).Teacher;
            return CombinationJob.Measure(specialists, combined, null, Data.Test, context);
        }
    }

    private static WorkProgress Waiting(SpecialistsRun specialists, int specialist) => new(
        "waiting for other processes",
        Enumerable.Range(0, specialists.Sets.Count).Count(specialists.IsTrained),
        specialists.Sets.Count,
        "specialists",
        $"specialist {specialist + 1} is trained by {(FileClaim.Owner(specialists.ClaimPath(specialist)) is { } owner ? $"{owner}" : "another")}");

    private void Assign(string generalist, JobContext context)
    {
        var recipe = new SpecialistsRecipe
        {
            Data = Recipe.Set,
            Reading = Recipe.Reading,
            HeldOut = Recipe.HeldOut,
            SplitSeed = Recipe.Seed,
            Limit = Recipe.Limit,
            Teacher = generalist,
            Specialists = Plan,
        };
        var path = Comparison.SpecialistsPath;
        var run = RunDirectory.IsRun(path) ? RunDirectory.Open(path) : SpecialistsRun.Create(path, "", recipe);
        if (!File.Exists(run.AssignmentPath))
        {
            TrackedWork.In(run, () =>
            {
                using var teacher = new TeacherFiles([generalist], EnsembleMean.Arithmetic, new()).Open(Data.All);
                return new Assigning(run, Plan.Assignment, Data.All, Data.Test, Data.HeldOut) { Temperature = Plan.CountTemperature }.By(
                    teacher, teacher.Name, OpenedTeacher.IsModelFile(generalist) ? ModelPath.Of(generalist) : null, context);
            });
        }

        RequireSame(path, recipe, generalist);
    }

    // The generalist's path may be another once the folder has moved.
    private void RequireSame(string path, SpecialistsRecipe wanted, string generalist)
    {
        var found = SpecialistsRun.Open(path);
        using var teacher = new TeacherFiles([generalist], EnsembleMean.Arithmetic, new()).Open(Data.All);
        FinishedWork.Require(
            $"the assignment of classes in {path}",
            Identity(found.Recipe, found.Assignment.Generalist.Fingerprint, found.Run.ReadManifest().Data.GetValueOrDefault("train")),
            Identity(wanted, teacher.Fingerprint, Data.All.Fingerprint),
            path);
    }

    private static WorkIdentity Identity(SpecialistsRecipe recipe, Fingerprint generalist, Fingerprint examples) => new(
    [
        new("generalist", generalist.Value),
        new("training examples", $"{examples}"),
        .. WorkIdentity.Values("specialists ", recipe with { Teacher = null }),
    ]);
}
