using Distill.Runs;
using Distill.Training;
using Distill.Training.Population;

namespace Distill.Jobs.Sweeps;

/// <summary>Trains the students of one architecture, together or one after another; what is done is taken up.</summary>
internal sealed class SweepTraining(SweepTask task, Action<LayerArithmetic, IReadOnlyList<string>> record, string folder, JobContext context)
{
    // Masters, gradients and two states of Adam in float32, working weights in bf16.
    private const long BytesPerWeight = 18;

    /// <summary>What the weights of one population may take in memory; what is beyond is trained afterwards.</summary>
    public long BytesAtOnce { get; init; } = 4_000_000_000;

    /// <summary>Trains the students as populations.</summary>
    public IReadOnlyList<MemberResult> Together(IReadOnlyList<PopulationMember> members)
    {
        var size = (int)Math.Clamp(BytesAtOnce / (BytesPerWeight * members[0].Student.ParameterCount), 1, members.Count);
        return [.. members.Chunk(size).SelectMany((group, number) => AtOnce(group, Folder(number)))];
    }

    /// <summary>Trains one student after another.</summary>
    public IReadOnlyList<MemberResult> OneByOne(IReadOnlyList<PopulationMember> members)
    {
        var all = Population(members);
        return [.. members.Select((member, number) => Alone(member, all.Alone(number), Folder(number)))];
    }

    private IReadOnlyList<MemberResult> AtOnce(PopulationMember[] members, string checkpoints)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        using var trainer = new PopulationTrainer(Population(members), checkpoints);
        record(trainer.Arithmetic, trainer.Warnings);
        using var told = context.ObserversOf(EventsPath, members.Select(member => member.Name), trainer.Step);
        try
        {
            return trainer.Run(number => told[number], context.Progress, cancellationToken: context.CancellationToken).Completed ? trainer.Members : throw Interrupted();
        }
        catch (DistillException) when (trainer.Members.All(member => member.Failure is not null))
        {
            return trainer.Members;
        }
    }

    private MemberResult Alone(PopulationMember member, TrainingTask alone, string checkpoints)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        using var trainer = new Trainer(alone, checkpoints);
        record(trainer.Arithmetic, trainer.Warnings);
        using var told = context.ObserversOf(EventsPath, [member.Name], trainer.Step);
        try
        {
            return trainer.Run(told[0], context.Under(member.Name).Progress, cancellationToken: context.CancellationToken) is { Completed: true } done
                ? new MemberResult(member.Name, done.Last, done.Best, null)
                : throw Interrupted();
        }
        catch (DistillException) when (trainer.Failure is not null)
        {
            return new MemberResult(member.Name, null, null, trainer.Failure);
        }
    }

    private PopulationTask Population(IReadOnlyList<PopulationMember> members) => new(members, task.Examples, task.Grid.Training)
    {
        Teacher = members.Any(member => member.Objective.TeacherTemperature is not null) ? task.Teacher : null,
        HeldOut = task.HeldOut,
    };

    // Checkpoints are removed once the students are measured, and these stay.
    private string EventsPath => Path.Combine(Path.GetDirectoryName(folder)!, "tensorboard");

    private string Folder(int number) => Path.Combine(folder, $"{number + 1}");

    private OperationCanceledException Interrupted() => new("training was interrupted", context.CancellationToken);
}
