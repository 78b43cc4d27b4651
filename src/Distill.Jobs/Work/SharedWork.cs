using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>Pieces of work that several processes may share, which see one folder: each begins what no other has begun, and waits for the others at the end.</summary>
internal static class SharedWork
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Does all, or takes up what another process has done.</summary>
    /// <typeparam name="T">What comes of a piece.</typeparam>
    /// <param name="pieces">The file by which a process claims each, and what does it, resumes it, or finds it done; who does it must change nothing.</param>
    /// <param name="unit">What they are, in the plural.</param>
    /// <param name="context">What each is given; its token ends the waiting, too.</param>
    /// <returns>What came of them, in their order.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static IReadOnlyList<T> All<T>(IReadOnlyList<(string Claim, Func<JobContext, T> Do)> pieces, string unit, JobContext context)
    {
        var done = new SortedDictionary<int, T>();
        while (true)
        {
            var before = done.Count;
            foreach (var number in Enumerable.Range(0, pieces.Count).Where(number => !done.ContainsKey(number)))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                using var claim = FileClaim.TryTake(pieces[number].Claim);
                if (claim is not null)
                {
                    done[number] = pieces[number].Do(context.Stage(unit, number + 1, pieces.Count));
                }
            }

            if (done.Count == pieces.Count)
            {
                return [.. done.Values];
            }

            if (done.Count == before)
            {
                // A claim ends with its process: then this one goes on with what is left.
                var (claim, _) = pieces[Enumerable.Range(0, pieces.Count).First(number => !done.ContainsKey(number))];
                context.Progress?.Report(new WorkProgress(
                    "waiting for other processes", done.Count, pieces.Count, unit, $"{Path.GetFileNameWithoutExtension(claim)} is done by {(FileClaim.Owner(claim) is { } owner ? $"{owner}" : "another")}"));
                context.CancellationToken.WaitHandle.WaitOne(BetweenLooks);
            }
        }
    }
}
