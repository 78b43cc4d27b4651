using System.Collections.Concurrent;
using Distill.Distributed;

namespace Distill.Tests.Training.Ranks;

/// <summary>Messages between threads of this process.</summary>
/// <param name="sent">What is under way, by sender and receiver.</param>
/// <param name="mine">Whose messages these are.</param>
internal sealed unsafe class ThreadMessages(ConcurrentDictionary<(int From, int To), ConcurrentQueue<byte[]>> sent, int mine) : IMessages
{
    private readonly Dictionary<nint, (nint Memory, int Length, int From)> expected = [];
    private nint last;

    public nint Send(void* memory, int length, int to)
    {
        Between(mine, to).Enqueue(new ReadOnlySpan<byte>(memory, length).ToArray());
        return 0;
    }

    public nint Receive(void* memory, int length, int from)
    {
        expected[++last] = ((nint)memory, length, from);
        return last;
    }

    public bool IsDone(ref nint request)
    {
        if (request == 0)
        {
            return true;
        }

        var (memory, length, from) = expected[request];
        if (!Between(from, mine).TryDequeue(out var message))
        {
            return false;
        }

        Assert.Equal(length, message.Length);
        message.CopyTo(new Span<byte>((void*)memory, length));
        return expected.Remove(request);
    }

    private ConcurrentQueue<byte[]> Between(int from, int to) => sent.GetOrAdd((from, to), _ => []);
}
