using System.Runtime.InteropServices;
using Distill.Libtorch;
using Distill.Runs.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Devices;

/// <summary>
/// A device that every machine has: libtorch's lazy backend computes on the processor, but its tensors are not the processor's. Their
/// bytes cannot be read, and an operation with a tensor of the processor fails, as on a card.
/// </summary>
internal static unsafe class LazyDevice
{
    private const DeviceType Lazy = (DeviceType)17;

    private static readonly Lazy<(Device Device, nint Executor, nint Sync)?> Found = new(Find);

    public static bool Exists => Found.Value is not null;

    public static Device Device => Found.Value!.Value.Device;

    /// <summary>Computes all that was asked for so far; otherwise what a step was asked for is asked for again by the next.</summary>
    public static void Sync()
    {
        var (_, executor, sync) = Found.Value!.Value;
        ((delegate* unmanaged<nint, nint, nint, long, byte, void>)sync)(executor, 0, 0, 0, 1);
    }

    /// <summary>To be told of each step of a training.</summary>
    public static IProgress<MetricsRecord> Steps { get; } = new Syncing();

    private static (Device, nint, nint)? Find()
    {
        _ = ComputeDevice.Current;
        InitializeDeviceType(DeviceType.CPU);
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", out var library)
            || !NativeLibrary.TryGetExport(library, "_ZN5torch4lazy22InitTorchScriptBackendEv", out var begin)
            || !NativeLibrary.TryGetExport(library, "_ZN5torch4lazy17LazyGraphExecutor3GetEv", out var executor)
            || !NativeLibrary.TryGetExport(
                library,
                "_ZN5torch4lazy17LazyGraphExecutor20SyncLiveTensorsGraphEPKNS0_13BackendDeviceEN3c108ArrayRefINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEEEb",
                out var sync))
        {
            return null;
        }

        ((delegate* unmanaged<void>)begin)();
        return (new Device(Lazy, 0), ((delegate* unmanaged<nint>)executor)(), sync);
    }

    private sealed class Syncing : IProgress<MetricsRecord>
    {
        public void Report(MetricsRecord value) => Sync();
    }
}
