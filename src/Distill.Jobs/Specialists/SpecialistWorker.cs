using System.Diagnostics;
using Distill.Data;
using Distill.Jobs.Members;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.Specialists;

/// <summary>
/// One of the processes that train the specialists of a run: takes those that no other process has, one by one, and goes on
/// with what a process left that died.
/// </summary>
/// <param name="Specialists">The run.</param>
/// <param name="Examples">The training examples of all classes.</param>
internal sealed record SpecialistWorker(SpecialistsRun Specialists, ExampleView Examples)
{
    private readonly HashSet<int> compared = [];

    /// <summary>Trains all specialists that can be had. It ends when each is trained or another process's.</summary>
    /// <param name="only">The specialist to train, from 0; null for all.</param>
    /// <param name="context">Told of the work; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">The generalist's file, the data or the numbers are not right, or a specialist was trained by another plan.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public TrainedSpecialists Run(int? only, JobContext context)
    {
        RequireSpecialist(only);
        return Run(only is { } one ? [one] : [.. WorkPart.Whole.Of(Specialists.Sets.Count)], context);
    }

    /// <summary>Trains one part of the specialists: every <see cref="WorkPart.Count"/>-th. All of them are trained when it returns.</summary>
    /// <inheritdoc cref="Run(int?, JobContext)"/>
    /// <param name="part">Which part.</param>
    /// <param name="context">As there.</param>
    public TrainedSpecialists Run(WorkPart part, JobContext context)
    {
        int[] asked = [.. part.Of(Specialists.Sets.Count)];
        var outcome = Run(asked, context);
        var trained = new SortedSet<int>(outcome.Trained);
        for (var waited = Stopwatch.StartNew(); outcome.Held.Count > 0;)
        {
            if (waited.Elapsed > FileClaim.Patience)
            {
                throw new DistillException(
                    $"Of part {part}, other processes have the specialists {string.Join(", ", outcome.Held)} of {Specialists.Run.Path}. Wait until they end, or end them, and start again.")
                {
                    Reason = FailureReason.InUse,
                };
            }

            context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            outcome = Run(asked, context);
            trained.UnionWith(outcome.Trained);
        }

        return outcome with { Trained = [.. trained], Done = [.. asked.Select(Number).Except(trained)] };
    }

    private TrainedSpecialists Run(IReadOnlyList<int> asked, JobContext context)
    {
        RequireData();
        using var generalist = new ModelTeacher(GeneralistFile.Load(Specialists), name: Specialists.Assignment.Generalist.Name);
        // Once: who waits for other processes asks again and again.
        foreach (var specialist in asked.Where(specialist => Specialists.IsTrained(specialist) && compared.Add(specialist)))
        {
            Training(specialist, generalist).RequireSame(Specialists.Run);
        }

        var mine = new SortedSet<int>();
        var found = true;
        // Once more after a pass that found work: meanwhile another process may have died and left its specialist.
        while (found)
        {
            found = false;
            foreach (var specialist in asked.Where(specialist => !mine.Contains(specialist)))
            {
                if (TryTrain(specialist, generalist, context))
                {
                    mine.Add(specialist);
                    found = true;
                }
            }
        }

        return new TrainedSpecialists(
            Specialists.Run.Path,
            [.. mine.Select(Number)],
            [.. asked.Where(specialist => !mine.Contains(specialist) && Specialists.IsTrained(specialist)).Select(Number)],
            [.. Held(asked).Except(mine.Select(Number))]);
    }

    private IReadOnlyList<int> Held(IEnumerable<int> asked) => [.. asked.Where(specialist => !Specialists.IsTrained(specialist)).Select(Number)];

    private static int Number(int specialist) => specialist + 1;

    private bool TryTrain(int specialist, ITeacher generalist, JobContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (Specialists.IsTrained(specialist))
        {
            return false;
        }

        using var claim = FileClaim.TryTake(Specialists.ClaimPath(specialist));
        // Between the first look and the claim another process may have finished it.
        if (claim is null || Specialists.IsTrained(specialist))
        {
            return false;
        }

        var label = $"specialist {Number(specialist)} of {Specialists.Sets.Count}";
        Training(specialist, generalist).In(Specialists.Run, context.Named(label).Stage("specialists", Number(specialist), Specialists.Sets.Count));
        return true;
    }

    private MemberTraining Training(int specialist, ITeacher generalist)
    {
        var plan = Specialists.Plan;
        var training = new SpecialistTraining(
            Specialists.Run.GeneralistPath, Specialists.Sets, Examples, plan.Passes, plan.Training with { Seed = plan.Seed });
        var id = SpecialistsRun.MemberId(specialist);
        return plan.FullSoftmax
            ? training.FullSoftmax(id, specialist, plan.Temperature, generalist)
            : training.Dustbin(id, specialist);
    }

    private void RequireSpecialist(int? only)
    {
        if (only is { } specialist && (specialist < 0 || specialist >= Specialists.Sets.Count))
        {
            throw new DistillException($"There is no specialist {specialist + 1} in {Specialists.Run.Path}; expected 1 to {Specialists.Sets.Count}.");
        }
    }

    private void RequireData()
    {
        if (Specialists.Run.ReadManifest().Data.TryGetValue("train", out var assigned) && assigned != Examples.Fingerprint)
        {
            throw new DistillException(
                $"The classes in {Specialists.Run.Path} were assigned on examples {assigned}, and {Examples.Name} has {Examples.Fingerprint} here. Give the process the same data.");
        }
    }
}
