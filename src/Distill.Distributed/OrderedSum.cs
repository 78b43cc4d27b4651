using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Distill.Distributed;

/// <summary>
/// Sums over ranks in the order of the ranks. An MPI library's own sum adds in an order that depends on the library, on how many
/// numbers there are and, in some, on which ranks share a host, so a training that resumes on other hosts would have other last
/// digits. Here each rank adds up one block of the numbers, and sends it to all.
/// </summary>
/// <param name="messages">Between the ranks.</param>
/// <param name="rank">The number of this rank.</param>
/// <param name="size">How many there are.</param>
/// <param name="patience">How long another rank may keep this one waiting.</param>
internal sealed unsafe class OrderedSum(IMessages messages, int rank, int size, TimeSpan patience)
{
    // Longer than a sum takes. Where the others do something else meanwhile, the core is theirs.
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(50);

    // To each rank, and from it; none to and from itself.
    private readonly List<(nint Request, int Rank)> underWay = [];

    // Where memory moved, what is under way would miss it.
    private byte[] room = [];

    /// <summary>Adds up in place; all ranks then hold the same bits.</summary>
    /// <param name="numbers">As many at every rank.</param>
    /// <exception cref="IOException">A rank has not answered in time, or its connection failed.</exception>
    public void Add<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        var mine = numbers[First(numbers.Length, rank)..First(numbers.Length, rank + 1)];
        var theirs = Room<T>(mine.Length * size);
        fixed (T* all = numbers, own = mine, from = theirs)
        {
            for (var other = 0; other < size; other++)
            {
                var first = First(numbers.Length, other);
                Exchange(from + (other * mine.Length), mine.Length, all + first, First(numbers.Length, other + 1) - first, other);
            }

            Wait();
            AddUp(mine, theirs);
            for (var other = 0; other < size; other++)
            {
                var first = First(numbers.Length, other);
                Exchange(all + first, First(numbers.Length, other + 1) - first, own, mine.Length, other);
            }

            Wait();
        }
    }

    private Span<T> Room<T>(int count)
        where T : unmanaged
    {
        var length = checked(count * sizeof(T));
        if (room.Length < length)
        {
            room = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        }

        return MemoryMarshal.Cast<byte, T>(room.AsSpan(0, length));
    }

    private void Exchange<T>(T* into, int expected, T* from, int given, int other)
        where T : unmanaged
    {
        if (other == rank)
        {
            return;
        }

        if (expected > 0)
        {
            underWay.Add((messages.Receive(into, checked(expected * sizeof(T)), other), other));
        }

        if (given > 0)
        {
            underWay.Add((messages.Send(from, checked(given * sizeof(T)), other), other));
        }
    }

    private void AddUp<T>(Span<T> mine, Span<T> theirs)
        where T : unmanaged, INumber<T>
    {
        var length = mine.Length;
        if (rank > 0)
        {
            var before = theirs[..length];
            for (var other = 1; other < rank; other++)
            {
                TensorPrimitives.Add(before, theirs.Slice(other * length, length), before);
            }

            TensorPrimitives.Add(before, mine, mine);
        }

        for (var other = rank + 1; other < size; other++)
        {
            TensorPrimitives.Add(mine, theirs.Slice(other * length, length), mine);
        }
    }

    // A loop of our own: MPI's waiting never ends where a rank hangs, and keeps its core all the while.
    private void Wait()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            for (var i = underWay.Count - 1; i >= 0; i--)
            {
                var (request, other) = underWay[i];
                if (messages.IsDone(ref request))
                {
                    underWay.RemoveAt(i);
                }
                else
                {
                    underWay[i] = (request, other);
                }
            }

            if (underWay.Count == 0)
            {
                return;
            }

            var waited = Stopwatch.GetElapsedTime(started);
            if (waited > patience)
            {
                throw new IOException(NoAnswer());
            }

            if (waited > Awake)
            {
                Thread.Sleep(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private string NoAnswer()
    {
        var silent = underWay.Select(message => message.Rank).Distinct().Order().ToArray();
        return $"Rank {rank} of {size} has waited {Waited.Text(patience)} for rank{(silent.Length > 1 ? "s" : "")} {string.Join(", ", silent)}, which may hang, or have lost "
            + "the network";
    }

    // Blocks are as long as each other, or one longer.
    private int First(int count, int block) => (int)((long)count * block / size);
}
