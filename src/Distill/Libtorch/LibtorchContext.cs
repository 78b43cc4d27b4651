using System.Runtime.InteropServices;
using TorchSharp;

namespace Distill.Libtorch;

/// <summary>
/// Settings of libtorch that hold for the whole process and that TorchSharp does not offer: which libraries of others it
/// computes with, and what it writes to standard error. They are reached through C++ functions that libtorch exports on
/// Linux. Elsewhere those have other names; there, as in a libtorch without them, nothing is set and nothing is known.
/// </summary>
/// <remarks>The first use loads libtorch.</remarks>
internal static unsafe class LibtorchContext
{
    private static readonly void* Context;
    private static readonly delegate* unmanaged<void*, byte> GetOneDnn;
    private static readonly delegate* unmanaged<void*, byte, void> SetOneDnn;
    private static readonly delegate* unmanaged<void*, byte> GetNnpack;
    private static readonly delegate* unmanaged<void*, byte, void> SetNnpack;
    private static readonly delegate* unmanaged<void*, byte, byte, void> SetDeterministic;
    private static readonly delegate* unmanaged<void*, byte, void> SetDeterministicCuDnn;
    private static readonly delegate* unmanaged<void*, byte, void> SetFillsMemory;
    private static readonly int* Level;
    private static readonly delegate* unmanaged<void> ReadLevel;

    static LibtorchContext()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        // Libraries that are loaded already are found by their names alone.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", out var torchCpu))
        {
            return;
        }

        if (Find(torchCpu, "_ZN2at13globalContextEv") is var context and not null)
        {
            Context = ((delegate* unmanaged<void*>)context)();
            GetOneDnn = (delegate* unmanaged<void*, byte>)Find(torchCpu, "_ZNK2at7Context17userEnabledMkldnnEv");
            SetOneDnn = (delegate* unmanaged<void*, byte, void>)Find(torchCpu, "_ZN2at7Context20setUserEnabledMkldnnEb");
            GetNnpack = (delegate* unmanaged<void*, byte>)Find(torchCpu, "_ZNK2at7Context17userEnabledNNPACKEv");
            SetNnpack = (delegate* unmanaged<void*, byte, void>)Find(torchCpu, "_ZN2at7Context20setUserEnabledNNPACKEb");
            SetDeterministic = (delegate* unmanaged<void*, byte, byte, void>)Find(torchCpu, "_ZN2at7Context26setDeterministicAlgorithmsEbb");
            SetDeterministicCuDnn = (delegate* unmanaged<void*, byte, void>)Find(torchCpu, "_ZN2at7Context21setDeterministicCuDNNEb");
            SetFillsMemory = (delegate* unmanaged<void*, byte, void>)Find(torchCpu, "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb");
        }

        if (NativeLibrary.TryLoad("libc10.so", out var c10))
        {
            Level = (int*)Find(c10, "FLAGS_caffe2_log_level");
            ReadLevel = (delegate* unmanaged<void>)Find(c10, "_ZN3c1011initLoggingEv");
        }
    }

    /// <summary>Whether products and convolutions may run in oneDNN; null where that cannot be asked.</summary>
    public static bool? OneDnn => GetOneDnn is null ? null : GetOneDnn(Context) != 0;

    /// <summary>Whether convolutions may run in NNPACK; null where that cannot be asked.</summary>
    public static bool? Nnpack => GetNnpack is null ? null : GetNnpack(Context) != 0;

    /// <summary>What libtorch writes to standard error; null where that cannot be asked.</summary>
    public static LibtorchLogLevel? LogLevel => Level is null ? null : (LibtorchLogLevel)(*Level);

    /// <summary>Lets products and convolutions run in oneDNN, or in libtorch's own code and MKL alone, from the next operation on.</summary>
    /// <returns>Whether it was set; false where libtorch has no such function.</returns>
    public static bool TrySetOneDnn(bool on) => TrySet(SetOneDnn, on);

    /// <summary>Lets convolutions run in NNPACK, or not, from the next operation on.</summary>
    /// <returns>Whether it was set; false where libtorch has no such function.</returns>
    public static bool TrySetNnpack(bool on) => TrySet(SetNnpack, on);

    /// <summary>
    /// Lets cards take the same way through every sum, as processors do by themselves. An operation that knows no such way is computed
    /// all the same, and libtorch warns of it.
    /// </summary>
    /// <returns>Whether it was set; false where libtorch has no such functions.</returns>
    public static bool TryBeDeterministic()
    {
        if (SetDeterministic is null)
        {
            return false;
        }

        const byte yes = 1;
        SetDeterministic(Context, yes, yes);
        // It would also fill all new memory, which finds mistakes of programs and costs time.
        return TrySet(SetFillsMemory, false) & TrySet(SetDeterministicCuDnn, true);
    }

    /// <summary>Sets what libtorch writes to standard error.</summary>
    /// <returns>Whether it was set; false where libtorch has no such variable.</returns>
    public static bool TrySetLogLevel(LibtorchLogLevel level)
    {
        if (Level is null)
        {
            return false;
        }

        *Level = (int)level;
        return true;
    }

    /// <summary>Takes the level from <c>TORCH_CPP_LOG_LEVEL</c>, which libtorch reads when it is told to and TorchSharp does not tell it.</summary>
    /// <returns>Whether it was read; false where libtorch has no such function.</returns>
    public static bool TryReadLogLevel()
    {
        if (ReadLevel is null)
        {
            return false;
        }

        ReadLevel();
        return true;
    }

    private static bool TrySet(delegate* unmanaged<void*, byte, void> set, bool on)
    {
        if (set is null)
        {
            return false;
        }

        set(Context, on ? (byte)1 : (byte)0);
        return true;
    }

    private static void* Find(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var address) ? (void*)address : null;
}
