namespace Distill.Tests.Training.Ranks;

/// <summary>
/// Ranks that are threads of this process. Sums add up in the order of the ranks. They compute in turns, as the threads of one
/// process have to where they meet a convolution for the first time; ranks of a real training are processes of their own.
/// </summary>
internal sealed class ThreadRanks : IDisposable
{
    private readonly Barrier barrier;
    private readonly double[][] said;
    private readonly SemaphoreSlim turn = new(1);

    private ThreadRanks(int size) => (barrier, said) = (new Barrier(size), new double[size][]);

    /// <summary>Runs the same at as many ranks, and gives what each of them gave.</summary>
    public static T[] Run<T>(int size, Func<ICollective, T> work)
    {
        using var ranks = new ThreadRanks(size);
        var given = new T[size];
        var failures = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            ranks.turn.Wait();
            try
            {
                given[rank] = work(new Member(ranks, rank));
            }
            catch (Exception failure)
            {
                failures[rank] = failure;
            }
            finally
            {
                ranks.turn.Release();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        var ended = Array.TrueForAll(threads, thread => thread.Join(TimeSpan.FromMinutes(2)));
        Assert.True(ended, $"Some rank still waits for the others. {failures.FirstOrDefault(failure => failure is not null)}");
        return failures.OfType<Exception>().FirstOrDefault() is { } first ? throw first : given;
    }

    public void Dispose()
    {
        barrier.Dispose();
        turn.Dispose();
    }

    private double[] Summed(int rank, double[] mine)
    {
        said[rank] = mine;
        turn.Release();
        barrier.SignalAndWait();
        double[] sum = [.. mine.Select((_, i) => said.Sum(theirs => theirs[i]))];
        barrier.SignalAndWait();
        turn.Wait();
        return sum;
    }

    private sealed record Member(ThreadRanks All, int Rank) : ICollective
    {
        public int Size => All.said.Length;

        public void Sum(Span<float> numbers)
        {
            double[] mine = [.. numbers.ToArray().Select(number => (double)number)];
            var sum = All.Summed(Rank, mine);
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (float)sum[i];
            }
        }

        public void Sum(Span<double> numbers) => All.Summed(Rank, numbers.ToArray()).CopyTo(numbers);
    }
}
