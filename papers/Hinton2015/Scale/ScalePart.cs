using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;

namespace Hinton2015.Scale;

/// <summary>
/// Section 5 of the paper at its size: a generalist of 15,000 classes is trained, the classes that it confuses are clustered,
/// specialists are trained and combined, and the time and memory of each stage measured.
/// </summary>
internal static class ScalePart
{
    private const string AssignmentFile = "assignment.json";

    /// <summary>
    /// Runs it, or resumes what is in the folder, a run directory of its own within the larger run: trainings by their
    /// checkpoints, the other stages from their start.
    /// </summary>
    /// <param name="plan">What is done.</param>
    /// <param name="run">The larger run.</param>
    /// <param name="folder">The folder's name in it, for example "scale".</param>
    /// <param name="context">Told of the work; its token stops at the next checkpoint.</param>
    /// <exception cref="DistillException">The plan is out of range, or the folder holds the work of another.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static ScaleResults Run(ScalePlan plan, RunDirectory run, string folder, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        ProblemList.ThrowIfAny("The experiment at scale cannot start", plan.Problems());
        var own = Open(plan, Path.Combine(run.Path, folder));
        if (own.ReadManifest() is { Status: RunStatus.Done, Results: { } done })
        {
            return done.Deserialize<ScaleResults>(RunJson.Options)
                ?? throw new DistillException($"{own.ManifestPath} is done but has no results; delete the folder {own.Path} to do it again.");
        }

        return TrackedWork.In(own, () =>
        {
            var work = new ScaleWork(plan, own, context);
            own.WriteManifest(own.ReadManifest() with { Data = work.Fingerprints });
            var results = Measure(plan, own, work);
            own.WriteManifest(own.ReadManifest().Done(JsonSerializer.SerializeToElement(results, RunJson.Options)));
            return results;
        });
    }

    private static RunDirectory Open(ScalePlan plan, string path)
    {
        var configuration = JsonSerializer.SerializeToElement(plan, StrictJson.Options);
        if (!RunDirectory.IsRun(path))
        {
            return RunDirectory.CreateAt(path, RunCreation.Manifest(RunKind.Experiment, plan, [plan.Training.Seed]));
        }

        var own = RunDirectory.Open(path);
        return JsonNode.DeepEquals(JsonNode.Parse(own.ReadManifest().Configuration.GetRawText()), JsonNode.Parse(configuration.GetRawText()))
            ? own
            : throw new DistillException($"{path} holds the experiment at scale by another plan. Use another run, or delete the folder to do it again.");
    }

    private static ScaleResults Measure(ScalePlan plan, RunDirectory own, ScaleWork work)
    {
        var (generalist, spec, seconds) = work.Generalist();
        var assignment = Assign(plan, own, work, generalist);
        var sets = new ClassSets(plan.Classes, assignment.Sets.Take(plan.Trained));
        var specialists = work.Specialists(generalist, sets);
        using var combining = new ScaleCombining(work, sets, generalist, [.. specialists.Select(specialist => specialist.ModelPath)], work.TrainedOn(generalist, spec, sets));
        combining.Run();
        var (covariance, clusters, tested) = (assignment.Covariance, assignment.Clusters, work.Test.Count);
        return new ScaleResults(
            plan.Classes,
            work.Families.Distinct().Count(),
            plan.Assignment.Specialists,
            new ScaleGeneralist(
                spec.Description, combining.Alone.Top1, combining.Alone.Top5, tested, work.Train.Count, plan.Training.Duration.EpochCount ?? 0, seconds / 60),
            covariance,
            clusters,
            new ScaleCombined(
                sets.Count, combining.Together.Top1, combining.Together.Top5, (double)combining.Answers / tested, specialists.Average(specialist => specialist.Seconds) / 60),
            Math.Max(assignment.PeakBytes, ScaleWork.PeakBytes),
            ScaleExtrapolation.Target,
            [
                ScaleExtrapolation.PerExample("labelling", covariance.Examples, covariance.LabelSeconds, covariance.LabelCoreSeconds),
                ScaleExtrapolation.PerExample("covariance", covariance.Examples, covariance.CountSeconds, covariance.CountCoreSeconds),
                ScaleExtrapolation.Once("clusters", clusters.Seconds, clusters.CoreSeconds),
                ScaleExtrapolation.PerExample("answers of the generalist", tested, combining.Generalist),
                ScaleExtrapolation.PerExample("answers of specialists", tested, combining.Specialists),
                ScaleExtrapolation.PerExample("combination", tested, combining.Combination),
            ])
        {
            ClassesEach = plan.Assignment.ClassesEach,
            TrainedOn = new ScaleControl(combining.TrainedOn.Top1, combining.TrainedOn.Top5, combining.Together.Beyond(combining.TrainedOn)),
            Smoke = plan.IsSmoke,
        };
    }

    private static ScaleAssignment Assign(ScalePlan plan, RunDirectory own, ScaleWork work, string generalist)
    {
        var path = Path.Combine(own.Path, AssignmentFile);
        var identity = Identity();
        if (File.Exists(path))
        {
            var found = RunJson.Read<ScaleAssignment>(path);
            FinishedWork.Require($"the assignment of classes in {path}", found.DecidedBy, identity, path);
            return found;
        }

        var assignment = ScaleCounting.Run(plan, work, generalist) with { DecidedBy = identity };
        RunJson.Write(path, assignment);
        return assignment;

        // The plan is the run's own, which was compared.
        WorkIdentity Identity()
        {
            using var model = ModelFile.Load(generalist);
            return new([new("generalist", model.Fingerprint().Value), new("counted examples", work.Counted.Fingerprint.Value)]);
        }
    }
}
