using System.Globalization;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Libtorch;

/// <summary>
/// Where models compute: by name, and the one that models of a job are made on. Batches, labels and stored targets are read in the
/// computer's own memory and brought there.
/// </summary>
internal static class ComputeDevice
{
    /// <summary>The name of the processor.</summary>
    public const string Cpu = "cpu";

    private const string Auto = "auto";
    private const string Cuda = "cuda";
    private const string Mps = "mps";

    private static readonly AsyncLocal<Device?> Chosen = new();

    /// <summary>Where models are built and loaded.</summary>
    public static Device Current => Chosen.Value ?? CPU;

    /// <summary>The name of <see cref="Current"/>.</summary>
    public static string CurrentName => Name(Current);

    /// <summary>What is wrong with a name, whatever this machine has; null for nothing.</summary>
    public static string? Problem(string name) => name is Auto or Cpu or Cuda or Mps || Index(name) is not null
        ? null
        : $"device is '{name}'; expected {Auto}, {Cpu}, {Cuda}, {Cuda}:1 (the second one) or {Mps}";

    /// <summary>The same as a list, for the problems of a recipe.</summary>
    public static IEnumerable<string> Problems(string? name) => name is not null && Problem(name) is { } problem ? [problem] : [];

    /// <summary>Lets models be made on a device until the result is disposed.</summary>
    /// <param name="name">Its name; null leaves everything as it is.</param>
    /// <exception cref="DistillException">There is no such device here; the message says what it takes.</exception>
    public static IDisposable Use(string? name) => Use(name is null ? Current : Named(name));

    /// <inheritdoc cref="Use(string?)"/>
    /// <param name="device">A device that is there.</param>
    public static IDisposable Use(Device device)
    {
        var before = Chosen.Value;
        Chosen.Value = device;
        return new Restored(before);
    }

    /// <summary>Whether a device's numbers lie in the computer's own memory, where the library's kernels reach them.</summary>
    public static bool IsCpu(this Device device) => device.type == TorchSharp.DeviceType.CPU;

    /// <summary>Whether a tensor's numbers lie in the computer's own memory.</summary>
    public static bool IsOnCpu(this Tensor tensor) => tensor.device_type == TorchSharp.DeviceType.CPU;

    /// <summary>The name of a device, as options take it.</summary>
    public static string Name(Device device) => device.IsCpu() ? Cpu
        : device.index <= 0 ? device.type.ToString().ToLowerInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"{device.type.ToString().ToLowerInvariant()}:{device.index}");

    /// <summary>The device of a name.</summary>
    /// <exception cref="DistillException">As for <see cref="Use(string?)"/>.</exception>
    public static Device Named(string name)
    {
        if (Problem(name) is { } problem)
        {
            throw new DistillException($"{char.ToUpperInvariant(problem[0])}{problem[1..]}.");
        }

        return name switch
        {
            Cpu => CPU,
            Mps => mps_is_available() ? MPS : throw Missing(name, "only macOS on Apple silicon has it"),
            // Users of libtorch on a Mac found it slower there than the processor.
            Auto => cuda.is_available() ? Prepared(CUDA) : CPU,
            _ => OfCuda(name, Index(name) ?? 0),
        };
    }

    private static Device OfCuda(string name, int index)
    {
        if (!cuda.is_available())
        {
            throw Missing(
                name,
                "it takes an NVIDIA card with its driver, and a libtorch for it: the package libtorch-cuda-12.8-linux-x64 or libtorch-cuda-12.8-win-x64 in place of the one for the processor");
        }

        var count = cuda.device_count();
        return index < count ? Prepared(new Device(TorchSharp.DeviceType.CUDA, index)) : throw Missing(name, count == 1 ? "there is one card, cuda:0" : $"there are {count} cards, cuda:0 to cuda:{count - 1}");
    }

    // The same seed is to give the same bits, and float32 is to be float32.
    private static Device Prepared(Device device)
    {
        LibtorchContext.TryBeDeterministic();
        backends.cudnn.allow_tf32 = false;
        backends.cuda.matmul.allow_tf32 = false;
        return device;
    }

    private static int? Index(string name) =>
        name.StartsWith(Cuda + ":", StringComparison.Ordinal) && int.TryParse(name[(Cuda.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static DistillException Missing(string name, string what) =>
        new($"There is no device {name} here: {what}. The processor is always there, as {Cpu}; {Auto} takes a card where there is one.");

    private sealed class Restored(Device? before) : IDisposable
    {
        public void Dispose() => Chosen.Value = before;
    }
}
