using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Members;

/// <summary>Trainings of one run that several processes may share: each begins what no other has begun, and waits for the others at the end.</summary>
internal static class SharedTrainings
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Trains all, resumes those that were interrupted, or finds them trained, by this process or another one. Who trains what changes no result.</summary>
    /// <param name="parent">The run.</param>
    /// <param name="trainings">What each is called in the progress, and the training.</param>
    /// <param name="context">Told of examples done; its token ends the training with a checkpoint, and the waiting.</param>
    /// <returns>The results, in the order of the trainings.</returns>
    /// <exception cref="DistillException">A task or its numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static IReadOnlyList<(RunDirectory Run, TrainingResult Result, double Seconds)> All(
        RunDirectory parent, IReadOnlyList<(string Label, MemberTraining Training)> trainings, JobContext context)
    {
        var done = new SortedDictionary<int, (RunDirectory Run, TrainingResult Result, double Seconds)>();
        while (true)
        {
            var before = done.Count;
            foreach (var number in Enumerable.Range(0, trainings.Count).Where(number => !done.ContainsKey(number)))
            {
                var (label, training) = trainings[number];
                using var claim = FileClaim.TryTake(parent.MemberClaimPath(training.Id, training.Options.Seed));
                if (claim is not null)
                {
                    done[number] = training.In(parent, context.Stage("trainings", number + 1, trainings.Count).Named(label));
                }
            }

            if (done.Count == trainings.Count)
            {
                return [.. done.Values];
            }

            if (done.Count == before)
            {
                // A claim ends with its process: then this one goes on with what is left.
                context.Progress?.Report(new WorkProgress("waiting for the trainings of another process", done.Count, trainings.Count, "trainings"));
                context.CancellationToken.WaitHandle.WaitOne(BetweenLooks);
            }

            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
