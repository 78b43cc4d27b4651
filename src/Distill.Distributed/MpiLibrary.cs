using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Distributed;

/// <summary>
/// The functions of MPI that a sum over ranks needs, from the library of whatever launcher started the process. Its handles
/// (communicators, types, operations) are addresses in Open MPI, and numbers of 32 bits in MPICH and those that descend from it
/// (Intel MPI, MVAPICH, Cray, Microsoft); either fits a register.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    // dlopen's RTLD_NOW | RTLD_GLOBAL: plug-ins of Open MPI look for the symbols of the library that loads them.
    private const int NowAndGlobal = 0x102;

    private readonly nint library;
    private readonly nint world;
    private readonly nint sum;
    private readonly void* inPlace;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> allReduce;
    private readonly delegate* unmanaged<int> end;

    private MpiLibrary(nint library)
    {
        this.library = library;
        nint place;
        (world, Float, Double, sum, place) = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var all)
            ? (all, Symbol("ompi_mpi_float"), Symbol("ompi_mpi_double"), Symbol("ompi_mpi_op_sum"), 1)
            : (0x44000000, 0x4c00040a, 0x4c00080b, 0x58000003, -1);
        inPlace = (void*)place;
        allReduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Symbol("MPI_Allreduce");
        end = (delegate* unmanaged<int>)Symbol("MPI_Finalize");
    }

    /// <summary>The handle of float32.</summary>
    public nint Float { get; }

    /// <summary>The handle of float64.</summary>
    public nint Double { get; }

    /// <summary>Loads the library and joins the processes that the launcher started.</summary>
    /// <param name="name">As the system's loader knows it.</param>
    /// <exception cref="DistillException">There is no such library, or it is none of MPI.</exception>
    public static MpiLibrary Join(string name)
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

        var mpi = new MpiLibrary(loaded);
        const int Serialized = 2;
        int provided;
        Check(((delegate* unmanaged<int*, byte***, int, int*, int>)mpi.Symbol("MPI_Init_thread"))(null, null, Serialized, &provided), "MPI_Init_thread");
        return mpi;
    }

    /// <summary>What MPI_Comm_rank or MPI_Comm_size says of all processes.</summary>
    public int Number(string function)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Symbol(function))(world, &number), function);
        return number;
    }

    /// <summary>Adds up over all processes, in place.</summary>
    public void Sum(void* numbers, int count, nint type) => Check(allReduce(inPlace, numbers, count, type, sum, world), "MPI_Allreduce");

    /// <summary>Leaves. All processes do.</summary>
    public void End() => Check(end(), "MPI_Finalize");

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
