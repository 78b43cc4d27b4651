using System.Diagnostics;
using Distill.Data;
using Distill.Experiments.Jobs;
using Distill.Runs;
using Distill.Runs.Results.Mnist;

namespace Distill.Experiments.Mnist;

/// <summary>
/// Runs parts of the experiment in a run directory. mnist.json is written anew after each part and says which are done; a
/// run that was interrupted or killed goes on where it was, within a part by the checkpoints of its trainings.
/// </summary>
public static class MnistRunner
{
    private const int Digits = 10;
    private const long LimitSeed = 1;

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which parts; their order is that of <see cref="MnistPart"/>.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images.</param>
    /// <param name="progress">Told of every training.</param>
    /// <param name="cancellation">Stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call goes on.</exception>
    public static MnistResults Run(
        MnistExperiment experiment,
        IReadOnlyCollection<MnistPart> parts,
        RunDirectory run,
        ExampleView train,
        ExampleView test,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        experiment.Validate("the experiment");
        RequireDigits(train);
        var work = new MnistWork(
            experiment, run, TrainingSplit.AtMost(train, experiment.Images, LimitSeed), TrainingSplit.AtMost(test, experiment.Images, LimitSeed), progress, cancellation);
        var results = File.Exists(run.MnistPath)
            ? MnistResults.Read(run.MnistPath)
            : new MnistResults { TestExamples = work.Test.Count, Smoke = experiment.IsSmoke };

        // Every other part learns from the teacher; as a part of its own its time is told apart.
        foreach (var part in parts.Append(MnistPart.Teacher).Distinct().Order())
        {
            if (!IsDone(part, results))
            {
                results = Timed(part, work, results);
            }
        }

        return results;
    }

    /// <summary>Throws when a plan changes whose part is done.</summary>
    /// <exception cref="DistillException">Names the parts.</exception>
    internal static void RequireSamePlans(RunDirectory run, MnistExperiment before, MnistExperiment after)
    {
        if (!File.Exists(run.MnistPath))
        {
            return;
        }

        var results = MnistResults.Read(run.MnistPath);
        var common = before.Data == after.Data && before.Images == after.Images;
        var changed = Enum.GetValues<MnistPart>()
            .Where(part => IsDone(part, results) && (!common || StrictJson.Write(Plan(part, before)) != StrictJson.Write(Plan(part, after))))
            .Select(Name)
            .ToList();
        if (changed.Count > 0)
        {
            throw new DistillException(
                $"{run.Path} has done {string.Join(", ", changed)} by another plan; change only parts that are not done, or start a run of its own.");
        }
    }

    private static object Plan(MnistPart part, MnistExperiment experiment) => part switch
    {
        MnistPart.Teacher => experiment.Teacher,
        MnistPart.Students => experiment.Students,
        MnistPart.Temperature => experiment.Temperature,
        MnistPart.Omitted => experiment.Omitted,
        MnistPart.Limit => experiment.Limit,
        _ => experiment.Ensemble,
    };

    private static void RequireDigits(ExampleView train)
    {
        if (train.ClassNames.Count != Digits)
        {
            throw new DistillException($"The experiment is about the ten digits; {train.Name} has {train.ClassNames.Count} classes. Give MNIST, or a set of ten classes in its place.");
        }
    }

    private static bool IsDone(MnistPart part, MnistResults results) => part switch
    {
        MnistPart.Teacher => results.Teacher is not null,
        MnistPart.Students => results.Consistent is not null,
        MnistPart.Temperature => results.Temperature is not null,
        MnistPart.Omitted => results.Only78 is not null,
        MnistPart.Limit => results.Limit is not null,
        _ => results.Ensemble is not null,
    };

    // What an interrupted part took counts too.
    private static MnistResults Timed(MnistPart part, MnistWork work, MnistResults results)
    {
        var watch = Stopwatch.StartNew();
        var after = results;
        try
        {
            after = Make(part, work, results);
        }
        finally
        {
            after = Later(after, part, watch.Elapsed, work);
            after.Write(work.Run.MnistPath);
        }

        return after;
    }

    private static MnistResults Make(MnistPart part, MnistWork work, MnistResults results) => part switch
    {
        MnistPart.Teacher => TeacherPart.Run(work, results),
        MnistPart.Students => StudentsPart.Run(work, results),
        MnistPart.Temperature => TemperaturePart.Run(work, results),
        MnistPart.Omitted => OmittedPart.Run(work, results),
        MnistPart.Limit => LimitPart.Run(work, results),
        _ => EnsemblePart.Run(work, results),
    };

    private static MnistResults Later(MnistResults results, MnistPart part, TimeSpan time, MnistWork work)
    {
        var minutes = results.MinutesByPart.ToDictionary();
        minutes[Name(part)] = minutes.GetValueOrDefault(Name(part)) + time.TotalMinutes;
        var ensemble = Name(MnistPart.Ensemble);
        var manifest = work.Run.ReadManifest();
        return results with
        {
            MinutesByPart = minutes,
            Minutes = minutes.Where(pair => pair.Key != ensemble).Sum(pair => pair.Value),
            Receipt = new MnistReceipt(
                Commands(results, part), manifest.Versions, manifest.Machine, work.Experiment.Students.Seeds, DateTimeOffset.UtcNow),
        };
    }

    private static IReadOnlyList<MnistCommand> Commands(MnistResults results, MnistPart part)
    {
        var before = results.Receipt?.Commands ?? [];
        if (!IsDone(part, results))
        {
            return before;
        }

        var now = new MnistCommand(string.Join(' ', ThisCommand.Line), [Name(part)], RunVersions.Commit);
        return before.Count > 0 && before[^1] is var last && (last.Command, last.Commit) == (now.Command, now.Commit)
            ? [.. before.SkipLast(1), last with { Parts = [.. last.Parts, Name(part)] }]
            : [.. before, now];
    }

    private static string Name(MnistPart part) => part.ToString().ToLowerInvariant();
}
