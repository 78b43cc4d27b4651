using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Distill.Runs;

namespace Distill.Benchmarks.Ranks;

/// <summary>
/// Measures a training by two ranks, in shared memory and over TCP, beside one rank and beside one process of two threads. In each
/// round all of them take their turn, so that whatever else the machine does falls on all of them.
/// </summary>
internal static class RanksProgram
{
    // Debian has the launchers of several MPIs beside each other.
    private static readonly string[] Launchers = ["mpirun.openmpi", "mpirun"];

    public static RanksReport Run(int rounds, int onlyBatch)
    {
        var launcher = Launchers.FirstOrDefault(Exists) ?? throw new DistillException("There is no mpirun. Install Open MPI, for example Debian's package openmpi-bin.");
        using var hosts = RankNamespaces.Make();
        var measured = new List<Round>();
        while (measured.Count < rounds)
        {
            var one = Times([launcher, "-n", "1", "--bind-to", "core"], threads: 1, RankWorker.Together, factor: 1, onlyBatch);
            var threads = Times([], threads: 2, RankWorker.Alone, factor: 2, onlyBatch);
            var memory = Times([launcher, "-n", "2", "--bind-to", "core"], threads: 1, RankWorker.Together, factor: 1, onlyBatch);
            var network = Times([launcher, "-n", "2", "--bind-to", hosts is null ? "core" : "none", "--mca", "btl", "tcp,self", .. hosts?.Options ?? []], threads: 1, RankWorker.Together, factor: 1, onlyBatch);
            measured.Add(new(one, threads, memory, network));
            Console.Error.WriteLine($"round {measured.Count} of {rounds}");
        }

        return new(hosts is null ? "loopback" : "between namespaces", rounds, [.. Rows(measured, "shm", round => round.Memory), .. Rows(measured, "tcp", round => round.Network)]);
    }

    private static IEnumerable<RanksRow> Rows(IReadOnlyList<Round> rounds, string transport, Func<Round, IReadOnlyList<RankTimes>> times)
    {
        for (var i = 0; i < rounds[0].One.Count; i++)
        {
            var at = i;
            yield return new(
                rounds[0].One[i].Net, rounds[0].One[i].Batch, transport,
                Median(round => round.One[at].Step),
                Median(round => round.Threads[at].Step),
                Median(round => times(round)[at].Step),
                Median(round => times(round)[at].Alone),
                Median(round => times(round)[at].Sum),
                Median(round => times(round)[at].Wait),
                Median(round => times(round)[at] is var found ? found.Step - found.Alone - found.Sum - found.Wait : 0),
                Median(round => times(round)[at].Sum / times(round)[at].Step),
                Median(round => 2 * round.One[at].Step / times(round)[at].Step),
                Median(round => round.Threads[at].Step / times(round)[at].Step));
        }

        double Median(Func<Round, double> value)
        {
            var values = rounds.Select(value).Order().ToArray();
            return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        }
    }

    private static List<RankTimes> Times(string[] launcher, int threads, string argument, int factor, int onlyBatch)
    {
        string[] command = [.. launcher, Environment.ProcessPath!, .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(RanksProgram).Assembly.Location] : Array.Empty<string>(), argument, $"{factor}", $"{onlyBatch}"];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using var process = Process.Start(start)!;
        var times = new List<RankTimes>();
        Console.Error.WriteLine(string.Join(' ', command));
        while (process.StandardOutput.ReadLine() is { } line)
        {
            Console.Error.WriteLine(line);
            // Under mpirun .NET writes to a terminal, and begins with what sets its keys.
            times.Add(JsonSerializer.Deserialize<RankTimes>(line[line.IndexOf('{', StringComparison.Ordinal)..], RunJson.OneLine)!);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? times : throw new DistillException($"{string.Join(' ', command)}: exit code {process.ExitCode}");
    }

    private static bool Exists(string launcher)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(launcher, "--version") { RedirectStandardOutput = true })!;
            // Of those that are called mpirun, its options are Open MPI's.
            return process.StandardOutput.ReadToEnd().Contains("Open MPI", StringComparison.Ordinal);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private sealed record Round(IReadOnlyList<RankTimes> One, IReadOnlyList<RankTimes> Threads, IReadOnlyList<RankTimes> Memory, IReadOnlyList<RankTimes> Network);
}
