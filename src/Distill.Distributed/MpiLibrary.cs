using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Distributed;

/// <summary>
/// The functions of MPI that a sum over ranks needs, from the library of whatever launcher started the process. Its handles
/// (communicators, types, requests) are addresses in Open MPI, and numbers of 32 bits in MPICH and those that descend from it
/// (Intel MPI, MVAPICH, Cray, Microsoft); either fits a register.
/// </summary>
internal sealed unsafe partial class MpiLibrary : IMessages
{
    // dlopen's RTLD_NOW | RTLD_GLOBAL: plug-ins of Open MPI look for the symbols of the library that loads them.
    private const int NowAndGlobal = 0x102;

    private const int OneThreadAtATime = 2;

    // Messages between two ranks arrive in the order in which they were sent, so one tag is enough.
    private const int Tag = 1;

    private readonly nint library;
    private readonly nint world;
    private readonly nint bytes;
    private readonly void* noStatus;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> receive;
    private readonly delegate* unmanaged<nint*, int*, void*, int> test;
    private readonly MpiMembership membership;

    private MpiLibrary(nint library, TimeSpan patience)
    {
        this.library = library;
        nint status;
        (world, bytes, status) = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var all)
            ? (all, Symbol("ompi_mpi_byte"), 0)
            : (0x44000000, 0x4c00010d, 1);
        noStatus = (void*)status;
        send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Isend");
        receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Symbol("MPI_Irecv");
        test = (delegate* unmanaged<nint*, int*, void*, int>)Symbol("MPI_Test");
        membership = MpiMembership.Of(Initialise, Finalise, patience);
    }

    /// <summary>Loads the library and joins the processes that the launcher started.</summary>
    /// <param name="name">As the system's loader knows it.</param>
    /// <param name="patience">How long they may take to join, and to leave.</param>
    /// <exception cref="DistillException">There is no such library, or it is none of MPI.</exception>
    /// <exception cref="IOException">Not all have joined in time.</exception>
    public static MpiLibrary Join(string name, TimeSpan patience)
    {
        nint loaded;
        if (OperatingSystem.IsLinux())
        {
            // UCX, below MPICH and some builds of Open MPI, takes SIGSEGV for itself, by which .NET notices a null reference. .NET
            // keeps a copy of the environment, so libc is told.
            _ = SetVariable("UCX_HANDLE_ERRORS", "none", 0);
            loaded = Open(name, NowAndGlobal);
        }
        else
        {
            NativeLibrary.TryLoad(name, out loaded);
        }

        if (loaded == 0)
        {
            throw new DistillException($"The launcher's MPI library, {name}, cannot be loaded. Install it, or name it in the variable {Launcher.LibraryVariable}.");
        }

        return new MpiLibrary(loaded, patience);
    }

    /// <summary>What MPI_Comm_rank or MPI_Comm_size says of all processes.</summary>
    public int Number(string function)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Symbol(function))(world, &number), function);
        return number;
    }

    /// <inheritdoc/>
    public nint Send(void* memory, int length, int to)
    {
        nint request = 0;
        Check(send(memory, length, bytes, to, Tag, world, &request), "MPI_Isend");
        return request;
    }

    /// <inheritdoc/>
    public nint Receive(void* memory, int length, int from)
    {
        nint request = 0;
        Check(receive(memory, length, bytes, from, Tag, world, &request), "MPI_Irecv");
        return request;
    }

    /// <inheritdoc/>
    public bool IsDone(ref nint request)
    {
        int done;
        fixed (nint* at = &request)
        {
            Check(test(at, &done, noStatus), "MPI_Test");
        }

        return done != 0;
    }

    /// <summary>Leaves. All processes do.</summary>
    /// <exception cref="IOException">Not all leave in time.</exception>
    public void End() => membership.Leave();

    private void Initialise()
    {
        int provided;
        Check(((delegate* unmanaged<int*, byte***, int, int*, int>)Symbol("MPI_Init_thread"))(null, null, OneThreadAtATime, &provided), "MPI_Init_thread");
    }

    private void Finalise() => Check(((delegate* unmanaged<int>)Symbol("MPI_Finalize"))(), "MPI_Finalize");

    private nint Symbol(string name) => NativeLibrary.TryGetExport(library, name, out var address)
        ? address
        : throw new DistillException($"The launcher's MPI library has no {name}; name another one in the variable {Launcher.LibraryVariable}.");

    private static void Check(int code, string function)
    {
        if (code != 0)
        {
            throw new IOException($"{function} failed with code {code}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string name, int flags);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
