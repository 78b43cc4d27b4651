namespace Distill.Benchmarks.Throughput;

/// <summary>Other work on the machine: processes that each keep one core busy in an endless loop.</summary>
internal sealed class Neighbours : IDisposable
{
    /// <summary>The argument that makes this program a neighbour.</summary>
    public const string Argument = "neighbour";

    private readonly ChildProcess[] processes;

    public Neighbours(int count)
    {
        processes = [.. Enumerable.Range(0, count).Select(_ => new ChildProcess(Argument))];
        foreach (var process in processes)
        {
            process.Ask("start");
        }
    }

    /// <summary>What such a process does: it counts until nobody holds the other end of its input.</summary>
    public static void Loop()
    {
        Console.ReadLine();
        var left = false;
        new Thread(() =>
        {
            var count = 0L;
            while (!Volatile.Read(ref left))
            {
                count++;
            }
        }).Start();
        Console.WriteLine("started");
        while (Console.ReadLine() is not null)
        {
        }

        Volatile.Write(ref left, true);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Dispose();
        }
    }
}
