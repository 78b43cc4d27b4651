using System.Diagnostics;
using System.Text.Json.Nodes;
using Distill.Evaluation;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;
using Distill.Training.Population;

namespace Distill.Jobs.Sweeps;

/// <summary>The sweep of one architecture in a run directory, from its first weights to its scores and its chosen students.</summary>
internal sealed class NetworkSweep
{
    private static readonly MetricOptions ErrorsAndNll = new() { TopK = [], KeepCases = false };

    private readonly SweepTask task;
    private readonly ModelSpec spec;
    private readonly string id;
    private readonly RunDirectory run;
    private readonly string folder;
    private readonly JobContext context;
    private readonly Action<LayerArithmetic, IReadOnlyList<string>> record;

    /// <summary>Prepares the sweep; nothing is done yet.</summary>
    /// <param name="task">What all architectures share.</param>
    /// <param name="network">The architecture.</param>
    /// <param name="id">What its folder is called.</param>
    /// <param name="run">The directory.</param>
    /// <param name="context">Told of the work; its token stops it.</param>
    /// <param name="record">Told of arithmetic and warnings; null for run.json.</param>
    public NetworkSweep(
        SweepTask task, NetworkSpec network, string id, RunDirectory run, JobContext context, Action<LayerArithmetic, IReadOnlyList<string>>? record = null)
    {
        (this.task, this.id, this.run, this.record) = (task, id, run, record ?? run.Record);
        spec = task.Spec(network);
        folder = run.NetworkPath(id);
        this.context = context.Under(spec.Description);
    }

    private string CheckpointsPath => Path.Combine(folder, "checkpoints");

    /// <summary>What the architecture's folder is called.</summary>
    public string Id => id;

    /// <summary>Trains and measures the students, or takes up what was measured.</summary>
    public SweepNetwork Run()
    {
        using var claim = FileClaim.TakeWithin(folder + ".claim", folder, context.CancellationToken);
        Directory.CreateDirectory(folder);
        AtomicFile.RemoveLeftovers(folder);
        var path = Path.Combine(folder, "scores.json");
        var identity = task.Identity(spec);
        if (NetworkScores.Read(path, identity) is not { } network)
        {
            network = Make();
            RunJson.Write(path, new NetworkScores(network) { DecidedBy = identity });
        }

        // Scores end the work on an architecture; its checkpoints can take gigabytes.
        if (Directory.Exists(CheckpointsPath))
        {
            Directory.Delete(CheckpointsPath, recursive: true);
        }

        return network;
    }

    private SweepNetwork Make()
    {
        var members = task.Members(spec);
        try
        {
            var watch = Stopwatch.StartNew();
            var training = new SweepTraining(task, record, CheckpointsPath, context);
            var together = SweepTask.Obstacle(spec.Network) is null;
            var results = together ? training.Together(members) : training.OneByOne(members);
            var seconds = watch.Elapsed.TotalSeconds;
            var students = results.Select((result, number) => Test(result, members[number], task.Grid.Seeds[number % task.Grid.Seeds.Count], number, members.Count)).ToList();
            var settings = SweepChoice.Choose(
                [.. task.Grid.Settings.Zip(students.Chunk(task.Grid.Seeds.Count), (setting, own) => new SweepSetting(setting.Temperature, setting.HardWeight, own))]);
            SaveChosen(settings, members);
            var labels = task.HasLabels ? students[^task.Grid.Seeds.Count..] : null;
            return new SweepNetwork(
                id, spec.Description, members[0].Student.ParameterCount, members[0].Student.Spec!.MultiplyAdds, seconds, together, settings,
                SweepChoice.Tests(settings), labels, SweepChoice.AgainstLabels(settings, labels));
        }
        finally
        {
            foreach (var member in members)
            {
                member.Student.Dispose();
            }
        }
    }

    private SweepStudent Test(MemberResult result, PopulationMember member, long seed, int number, int count)
    {
        var (errors, nll, failure) = ((long?)null, (double?)null, result.Failure);
        if (failure is null)
        {
            try
            {
                var metrics = Evaluator.Evaluate(Predictor.Of(member.Student), task.Test, ErrorsAndNll, cancellationToken: context.CancellationToken).Metrics;
                (errors, nll) = (metrics.Errors, metrics.Nll);
            }
            catch (DistillException unusable)
            {
                // The test examples were looked at before; what is left is a student that answers NaN.
                failure = $"the test after the last step: {unusable.Message}";
            }
        }

        context.Progress?.Report(new WorkProgress("testing", number + 1, count, "students"));
        return new SweepStudent(seed, errors, nll, result.Last?.Errors, result.Last?.Nll, failure);
    }

    private void SaveChosen(IReadOnlyList<SweepSetting> settings, IReadOnlyList<PopulationMember> members)
    {
        var seeds = task.Grid.Seeds;
        foreach (var (place, setting) in settings.Index().Where(pair => pair.Item.Chosen))
        {
            Directory.CreateDirectory(run.StudentsPath);
            for (var number = 0; number < seeds.Count; number++)
            {
                ModelFile.Save(
                    Path.Combine(run.StudentsPath, $"{id}-seed-{seeds[number]}.safetensors"),
                    members[(place * seeds.Count) + number].Student,
                    Facts(setting, seeds[number]));
            }
        }
    }

    private JsonObject Facts(SweepSetting setting, long seed) => new()
    {
        ["temperature"] = setting.Temperature,
        ["hardWeight"] = setting.HardWeight,
        ["seed"] = seed,
        ["data"] = task.Examples.Fingerprint.Value,
        ["heldOut"] = task.HeldOut?.Fingerprint.Value,
        ["teacher"] = task.Teacher.Fingerprint.Value,
    };
}
