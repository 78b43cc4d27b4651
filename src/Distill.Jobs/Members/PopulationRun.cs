using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Population;

namespace Distill.Jobs.Members;

/// <summary>
/// Rows of students that are part of a larger run, trained at once: one student a row and seed, each saved as a model
/// file. What is done is taken up.
/// </summary>
/// <param name="Id">A short name, also of the folder of its checkpoints.</param>
/// <param name="Spec">The student.</param>
/// <param name="Examples">What all learn from.</param>
/// <param name="Teacher">Where soft targets come from; null for none.</param>
/// <param name="Options">How; the seed decides the order of the examples, which is the same for all.</param>
/// <param name="Rows">What each row minimises, by its id.</param>
/// <param name="Seeds">What decides the first weights of a row's students.</param>
internal sealed record PopulationRun(
    string Id,
    ModelSpec Spec,
    ExampleView Examples,
    ITeacher? Teacher,
    TrainingOptions Options,
    IReadOnlyList<(string Row, IObjective Objective)> Rows,
    IReadOnlyList<long> Seeds)
{
    /// <summary>Where the first weights come from where they are not random: what they are made from, and who puts them into a student by its seed.</summary>
    public (Fingerprint From, Action<Classifier, long> Into)? Start { get; init; }

    /// <summary>Where the model of a student is once it is trained.</summary>
    public static string ModelPath(RunDirectory run, string row, long seed) =>
        Path.Combine(run.StudentsPath, $"{row}-seed-{seed}.safetensors");

    /// <summary>Trains, resumes an interrupted training, or finds all trained.</summary>
    /// <param name="run">The larger run.</param>
    /// <param name="label">What progress calls it.</param>
    /// <param name="context">Told of examples done; its token ends with a checkpoint.</param>
    /// <returns>The model files of each row, in the order of the seeds.</returns>
    /// <exception cref="DistillException">The task or the numbers are not right, or the folder holds another training.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> In(
        RunDirectory run, string label, JobContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var folder = run.NetworkPath(Id);
        Directory.CreateDirectory(folder);
        AtomicFile.RemoveLeftovers(folder);
        var marker = Path.Combine(folder, "done.json");
        if (!IsDone(marker))
        {
            Train(run, Path.Combine(folder, "checkpoints"), context.Named(label));
            RunJson.Write(marker, Identity);
            Directory.Delete(Path.Combine(folder, "checkpoints"), recursive: true);
        }

        return Rows.ToDictionary(row => row.Row, row => (IReadOnlyList<string>)[.. Seeds.Select(seed => ModelPath(run, row.Row, seed))]);
    }

    private WorkIdentity Identity => new(
    [
        .. IdentityFacts.Of(Spec),
        new("starts from", Start is { } start ? start.From.Value : "random weights"),
        new("training examples", Examples.Fingerprint.Value),
        new("teacher", Teacher?.Fingerprint.Value ?? "none"),
        .. Rows.Select(row => KeyValuePair.Create($"objective of '{row.Row}'", row.Objective.Description)),
        new("rows", string.Join(", ", Rows.Select(row => row.Row))),
        new("seeds", string.Join(", ", Seeds)),
        .. IdentityFacts.Of(Options),
    ]);

    private bool IsDone(string marker)
    {
        if (!File.Exists(marker))
        {
            return false;
        }

        // Earlier versions wrote one fingerprint of all.
        var found = RunJson.Read<JsonElement>(marker);
        FinishedWork.Require(
            $"the training of '{Id}' in {marker}",
            found.ValueKind == JsonValueKind.String ? null : RunJson.Read<WorkIdentity>(marker),
            Identity,
            Path.GetDirectoryName(marker)!);
        return true;
    }

    private void Train(RunDirectory run, string checkpoints, JobContext context)
    {
        var students = Rows.SelectMany(row => Seeds.Select(seed => (row.Row, Seed: seed, row.Objective, Model: Classifier.Build(Spec, seed)))).ToList();
        try
        {
            students.ForEach(student => Start?.Into(student.Model, student.Seed));
            var members = students.Select(student => new PopulationMember($"{student.Row}, seed {student.Seed}", student.Model, student.Objective)).ToList();
            using var trainer = new PopulationTrainer(new PopulationTask(members, Examples, Options) { Teacher = Teacher }, checkpoints);
            run.Record(trainer.Arithmetic, trainer.Warnings);
            using var told = context.ObserversOf(Path.Combine(run.NetworkPath(Id), "tensorboard"), members.Select(member => member.Name), trainer.Step);
            if (!trainer.Run(number => told[number], context.Progress, context.CancellationToken).Completed)
            {
                throw new OperationCanceledException("training was interrupted", context.CancellationToken);
            }

            if (trainer.Members.FirstOrDefault(member => member.Failure is not null) is { } failed)
            {
                throw DistillException.Diverged($"{Id}: {failed.Name} stopped at {failed.Failure}. Going on with the same options comes to the same end.");
            }

            Directory.CreateDirectory(run.StudentsPath);
            foreach (var student in students)
            {
                ModelFile.Save(ModelPath(run, student.Row, student.Seed), student.Model, Facts(student.Row, student.Seed));
            }
        }
        finally
        {
            students.ForEach(student => student.Model.Dispose());
        }
    }

    private JsonObject Facts(string row, long seed)
    {
        var facts = new JsonObject
        {
            ["row"] = row,
            ["seed"] = seed,
            ["data"] = Examples.Fingerprint.Value,
            ["teacher"] = Teacher?.Fingerprint.Value,
        };
        if (Start is { } start)
        {
            facts["start"] = start.From.Value;
        }

        return facts;
    }
}
