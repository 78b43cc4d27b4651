using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Distill;

/// <summary>
/// Runs work of ours on the threads that libtorch computes with. Between two operations they wait for the next one by
/// spinning, some milliseconds long, so a .NET thread beside them finds every core taken and comes too late; borrowing
/// them costs microseconds. On Linux they belong to GNU OpenMP; elsewhere, the work runs on the calling thread.
/// </summary>
/// <remarks>
/// To be called from the thread that calls libtorch: each calling thread has its own team. Other work must not be
/// started from within.
/// </remarks>
internal static unsafe class LibtorchThreads
{
    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel;
    private static readonly delegate* unmanaged<int> ThreadNumber;
    private static readonly delegate* unmanaged<int> TeamSize;

    static LibtorchThreads()
    {
        if (OperatingSystem.IsLinux() && FindOpenMp() is { } path && NativeLibrary.TryLoad(path, out var library)
            && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var run)
            && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out var number)
            && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out var size))
        {
            Parallel = (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)run;
            ThreadNumber = (delegate* unmanaged<int>)number;
            TeamSize = (delegate* unmanaged<int>)size;
        }
    }

    /// <summary>Calls <paramref name="work"/> with (thread, threads) once on each thread, and returns when all are done.</summary>
    /// <exception cref="Exception">The first exception of any thread.</exception>
    public static void Run(Action<int, int> work)
    {
        if (Parallel is null)
        {
            work(0, 1);
            return;
        }

        var job = new Job(work);
        Parallel(&RunPart, Unsafe.AsPointer(ref job), 0, 0);
        job.Error?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void RunPart(void* pointer)
    {
        ref var job = ref Unsafe.AsRef<Job>(pointer);
        try
        {
            job.Work(ThreadNumber(), TeamSize());
        }
        catch (Exception error)
        {
            // An exception must not unwind native frames.
            Interlocked.CompareExchange(ref job.Error, ExceptionDispatchInfo.Capture(error), null);
        }
    }

    // Besides the one that libtorch brings, the system's own may be loaded; its threads are others.
    private static string? FindOpenMp()
    {
        using var process = Process.GetCurrentProcess();
        var modules = process.Modules.Cast<ProcessModule>().Select(module => module.FileName).ToArray();
        var libtorch = modules.FirstOrDefault(path => Path.GetFileName(path).StartsWith("libtorch_cpu", StringComparison.Ordinal));
        return modules.FirstOrDefault(path =>
            Path.GetFileName(path).StartsWith("libgomp", StringComparison.Ordinal) && Path.GetDirectoryName(path) == Path.GetDirectoryName(libtorch));
    }

    // Lives on the caller's stack, which outlasts the call.
    private struct Job(Action<int, int> work)
    {
        public readonly Action<int, int> Work = work;
        public ExceptionDispatchInfo? Error;
    }
}
