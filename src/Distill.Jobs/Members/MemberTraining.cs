using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Text.Encoders;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Members;

/// <summary>A training that is part of a larger run, in a member directory of its own; what is done there is taken up.</summary>
/// <param name="Id">The row or stage, for example "teacher".</param>
/// <param name="Spec">The model.</param>
/// <param name="Examples">What it learns from.</param>
/// <param name="HeldOut">What measures it in between; null for nothing.</param>
/// <param name="Objective">What it minimises.</param>
/// <param name="Teacher">Its teacher; null for none.</param>
/// <param name="Options">How; its seed decides the first weights, the order, augmentation and dropout.</param>
internal sealed record MemberTraining(
    string Id, ModelSpec Spec, ExampleView Examples, ExampleView? HeldOut, IObjective Objective, ITeacher? Teacher, TrainingOptions Options)
{
    /// <summary>
    /// What it starts from, where that is another model: the model to begin with, of this specification, and the fingerprint of
    /// what it is made from.
    /// </summary>
    public (Fingerprint From, Func<Classifier> Model)? Start { get; init; }

    /// <summary>Hidden layers that follow those of a teacher; null for none.</summary>
    public HintMatching? Hints { get; init; }

    /// <summary>Vectors of a teacher that it follows; null for none.</summary>
    public VectorMatching? Vectors { get; init; }

    /// <summary>What measures it in between and chooses nothing, by name; metrics.jsonl holds the scores.</summary>
    public IReadOnlyDictionary<string, ExampleView> Watched { get; init; } = new Dictionary<string, ExampleView>();

    /// <summary>What is done to the trained model before it is saved, in words that hold every number that it depends on; null for nothing.</summary>
    public (string Description, Action<Classifier> Apply)? Finish { get; init; }

    /// <summary>A <see cref="Start"/> that is a model file as it is.</summary>
    public static (Fingerprint From, Func<Classifier> Model) StartAt(string path)
    {
        using var model = ModelFile.Load(path);
        return (model.Fingerprint(), () => ModelFile.Load(path));
    }

    /// <summary>Trains, resumes an interrupted training, or finds it trained.</summary>
    /// <param name="parent">The larger run.</param>
    /// <param name="context">Told of examples done; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">The task or the numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public (RunDirectory Run, TrainingResult Result, double Seconds) In(
        RunDirectory parent, JobContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var path = parent.MemberPath(Id, Options.Seed);
        if (!RunDirectory.IsRun(path))
        {
            return Continue(parent.CreateMember(Id, Options.Seed, Manifest()), context);
        }

        var existing = RunDirectory.Open(path);
        if (existing.ReadManifest() is not { Status: RunStatus.Done } done)
        {
            // Its checkpoint knows what it belongs to; before the first one, it is what is asked for now.
            var now = Manifest();
            existing.WriteManifest(existing.ReadManifest() with { Configuration = now.Configuration, Data = now.Data, Identity = now.Identity });
            return Continue(existing, context);
        }

        RequireSame(path, done);
        var stored = done.Results?.Deserialize<TrainingResult>(RunJson.Options)
            ?? throw new DistillException($"{existing.ManifestPath} is done but has no results; delete the folder {path} to train it again.");
        return (existing, stored, (done.Finished - done.Started)?.TotalSeconds ?? 0);
    }

    /// <summary>Refuses a member that is done and another: by any value that decides what it gives.</summary>
    /// <param name="parent">The larger run.</param>
    /// <exception cref="DistillException">It is another; the message lists what differs.</exception>
    public void RequireSame(RunDirectory parent)
    {
        var path = parent.MemberPath(Id, Options.Seed);
        if (RunDirectory.IsRun(path) && RunDirectory.Open(path).ReadManifest() is { Status: RunStatus.Done } done)
        {
            RequireSame(path, done);
        }
    }

    private void RequireSame(string path, RunManifest done) =>
        FinishedWork.Require($"the training of '{Id}' in {path}", done.Identity, Identity, path, done.Versions.Distill);

    private (RunDirectory Run, TrainingResult Result, double Seconds) Continue(
        RunDirectory run, JobContext context)
    {
        var (built, from) = First(context);
        using var student = built;
        var task = new TrainingTask(student, Examples, Objective, Options) { Teacher = Teacher, Hints = Hints, Vectors = Vectors, HeldOut = HeldOut, Watched = Watched };
        var facts = new JsonObject
        {
            ["row"] = Id,
            ["seed"] = Options.Seed,
            ["data"] = Examples.Fingerprint.Value,
            ["heldOut"] = HeldOut?.Fingerprint.Value,
            ["teacher"] = Teacher?.Fingerprint.Value,
        };
        Dictionary<string, Fingerprint>? data = null;
        if (from is { } start)
        {
            facts["start"] = start.Value;
            data = new(run.ReadManifest().Data) { ["start"] = start };
        }

        var (result, seconds) = TrainingRun.Execute(run, task, facts, context, data, Finish?.Apply);
        return (run, result, seconds);
    }

    private (Classifier Student, Fingerprint? From) First(JobContext context)
    {
        if (Start is { } start)
        {
            return (start.Model(), start.From);
        }

        using var first = FirstWeights.Of(Spec, Examples, context.Progress, context.CancellationToken);
        return (first.Build(Options.Seed, out var encoder), encoder);
    }

    private RunManifest Manifest()
    {
        var data = RunCreation.Data(Examples, HeldOut, test: null);
        foreach (var (name, view) in Watched)
        {
            data[name] = view.Fingerprint;
        }

        if (Start is { } start)
        {
            data["start"] = start.From;
        }

        return RunCreation.Manifest(RunKind.Train, new Configuration(Spec.Network, Options), [Options.Seed]) with { Data = data, CommandLine = [], Identity = Identity };
    }

    private WorkIdentity Identity => new(
    [
        .. IdentityFacts.Of(Spec),
        new("starts from", Start is { } start ? start.From.Value : "random weights"),
        new("training examples", Examples.Fingerprint.Value),
        new("held-out examples", HeldOut?.Fingerprint.Value ?? "none"),
        .. Watched.Select(watched => KeyValuePair.Create($"watched examples '{watched.Key}'", watched.Value.Fingerprint.Value)),
        new("teacher", Teacher?.Fingerprint.Value ?? "none"),
        new("objective", Objective.Description),
        .. Hints is { } hints ? [new("hints", hints.Description)] : Array.Empty<KeyValuePair<string, string>>(),
        .. Vectors is { } vectors ? [new("vectors", vectors.Description)] : Array.Empty<KeyValuePair<string, string>>(),
        new("done at the end", Finish?.Description ?? "nothing"),
        .. IdentityFacts.Of(Options),
    ]);

    // What run.json tells of the member: all that its plan decides.
    private sealed record Configuration(NetworkSpec Network, TrainingOptions Training);
}
