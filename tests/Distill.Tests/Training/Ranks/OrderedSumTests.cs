using System.Collections.Concurrent;
using Distill.Distributed;

namespace Distill.Tests.Training.Ranks;

/// <summary>The order of a sum over ranks, on which its last digits depend.</summary>
public sealed class OrderedSumTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<int, int> Sums
    {
        get
        {
            var sums = new TheoryData<int, int>();
            foreach (var size in (int[])[1, 2, 3, 4, 7])
            {
                foreach (var count in (int[])[0, 1, 2, 6, 1000, 5000, 20_001])
                {
                    sums.Add(size, count);
                }
            }

            return sums;
        }
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public void Ranks_add_up_in_their_order_however_many_numbers_there_are(int size, int count)
    {
        // Of such sizes that each order has other last digits.
        float[][] parts = [.. Enumerable.Range(0, size).Select(rank => Numbers(rank, count))];
        var wanted = new float[count];
        for (var i = 0; i < count; i++)
        {
            wanted[i] = parts.Skip(1).Aggregate(parts[0][i], (sum, part) => sum + part[i]);
        }

        var sent = new ConcurrentDictionary<(int From, int To), ConcurrentQueue<byte[]>>();
        // Twice, in the same room.
        for (var round = 0; round < 2; round++)
        {
            foreach (var sum in Together(size, rank =>
            {
                float[] numbers = [.. parts[rank]];
                new OrderedSum(new ThreadMessages(sent, rank), rank, size, Patience).Add<float>(numbers);
                return numbers;
            }))
            {
                Assert.Equal(wanted, sum);
            }
        }
    }

    [Fact]
    public void A_rank_that_does_not_answer_is_named()
    {
        var sent = new ConcurrentDictionary<(int From, int To), ConcurrentQueue<byte[]>>();
        var failures = Together(3, rank => rank == 1
            ? null
            : Assert.Throws<IOException>(() => new OrderedSum(new ThreadMessages(sent, rank), rank, 3, TimeSpan.FromSeconds(0.2)).Add<float>(new float[9])));

        Assert.StartsWith("Rank 0 of 3 has waited 0.2 seconds for rank 1, which may hang", failures[0]!.Message, StringComparison.Ordinal);
        Assert.Contains("1", failures[2]!.Message, StringComparison.Ordinal);
    }

    private static float[] Numbers(int rank, int count)
    {
        var random = new Random(rank);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(8)))];
    }

    private static T[] Together<T>(int size, Func<int, T> work)
    {
        var given = new T[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() => given[rank] = work(rank)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return given;
    }
}
