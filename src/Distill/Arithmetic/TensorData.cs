using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Gives a tensor the numbers, the type and the memory of another one, as PyTorch's <c>tensor.data = other</c> does. The
/// tensor stays the object that modules and optimizers hold. TorchSharp does not offer it; libtorch exports it under the
/// name that GCC and Clang give it, which is that of Linux and macOS.
/// </summary>
internal static unsafe class TensorData
{
    private static readonly delegate* unmanaged<nint, nint, void> SetData = Find();

    /// <summary>Whether this libtorch can.</summary>
    public static bool CanReplace => SetData is not null;

    /// <summary>Makes <paramref name="tensor"/> share the memory of <paramref name="other"/>. Both are dense and on the processor.</summary>
    public static void Replace(Tensor tensor, Tensor other)
    {
        SetData(tensor.Handle, other.Handle);
        GC.KeepAlive(tensor);
        GC.KeepAlive(other);
    }

    private static delegate* unmanaged<nint, nint, void> Find()
    {
        InitializeDeviceType(DeviceType.CPU);
        var library = OperatingSystem.IsLinux() ? "libtorch_cpu.so" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : null;
        return library is not null && NativeLibrary.TryLoad(library, out var torchCpu)
            && NativeLibrary.TryGetExport(torchCpu, "_ZN2at4_ops8set_data4callERNS_6TensorERKS2_", out var address)
            ? (delegate* unmanaged<nint, nint, void>)address
            : null;
    }
}
