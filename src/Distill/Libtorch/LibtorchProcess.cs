using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Distill.Runs;

namespace Distill.Libtorch;

/// <summary>
/// What the library sets for the libtorch of its process, on Linux: threads that soon give their core away when they
/// wait, as many of them in MKL at every product, memory that is kept from one tensor for the next, and no convolutions in NNPACK. It does so by itself; a program that makes
/// tensors before it uses anything else of the library calls <see cref="Prepare"/> first. One that wants libtorch as it comes sets the switch
/// <c>Distill.LibtorchDefaults</c> of its runtime configuration to true.
/// </summary>
public static class LibtorchProcess
{
    /// <summary>A switch of the runtime configuration: true leaves libtorch as it comes.</summary>
    internal const string DefaultsSwitch = "Distill.LibtorchDefaults";

    /// <summary>A switch of the runtime configuration: true lets libtorch write errors alone, unless <c>TORCH_CPP_LOG_LEVEL</c> says otherwise.</summary>
    internal const string QuietSwitch = "Distill.LibtorchQuiet";

    // A fifth of what GNU OpenMP takes by itself: so long that on idle cores a thread is rarely woken up, so short that
    // beside other work it soon leaves its core to the thread that it waits for.
    private const string ShortWait = "60000";

    // A layer's activations for a large batch of images, and the unused end of a heap that holds those of a step.
    private const int LargestKept = 256 << 20;
    private const int MostKept = 512 << 20;

    private static readonly Lazy<bool> Once = new(Apply);

    /// <summary>
    /// Sets how threads wait and that their number is fixed, as soon as anything of this library is used: GNU OpenMP and
    /// MKL read it once, when libtorch is loaded. Where a process has loaded libtorch before, it is too late and changes
    /// nothing.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing later is early enough: libtorch is loaded by the first tensor, whoever makes it.")]
    internal static void BeforeLibtorch()
    {
        if (!OperatingSystem.IsLinux() || IsOn(DefaultsSwitch))
        {
            return;
        }

        NativeEnvironment.SetUnlessChosen("GOMP_SPINCOUNT", ShortWait, "OMP_WAIT_POLICY");
        // The order of sums depends on the number of threads, so the same seed gives the same bits only where MKL never
        // takes fewer of them than it may.
        NativeEnvironment.SetUnlessChosen("MKL_DYNAMIC", "FALSE");
        NativeEnvironment.TryKeepMemory(LargestKept, MostKept);
        // Products of a card add up in an order of their own each time without it.
        NativeEnvironment.SetUnlessChosen("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
    }

    /// <summary>
    /// Loads libtorch with these settings, unless it is loaded already: then its threads wait as they do, and the rest is
    /// set all the same. Only the first call does anything.
    /// </summary>
    /// <remarks>
    /// libtorch asks for NNPACK at each convolution that oneDNN does not take, of a single small image or in double
    /// precision, and where NNPACK does not know the processor, as on many virtual machines, it writes a warning each time.
    /// NNPACK itself would only compute where oneDNN is switched off.
    /// </remarks>
    public static void Prepare() => _ = Once.Value;

    /// <summary>
    /// Finds a device by name, to which <c>to</c> of a model brings its weights: <c>student.to(LibtorchProcess.Device("cuda"))</c>. A
    /// training, a teacher and a prediction then compute where the model's weights are. To be called before the first training.
    /// </summary>
    /// <param name="name">cpu; cuda, or cuda:1 for the second card; mps; or auto, which is a card where there is one and else the processor.</param>
    /// <exception cref="DistillException">There is no such device here; the message says what it takes.</exception>
    /// <remarks>
    /// A card is told to compute the same bits each time, and float32 in full. No card has run this library yet; see docs/gpu.md.
    /// </remarks>
    public static TorchSharp.torch.Device Device(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Prepare();
        return ComputeDevice.Named(name);
    }

    private static bool Apply()
    {
        if (IsOn(DefaultsSwitch))
        {
            return false;
        }

        if (Environment.GetEnvironmentVariable("TORCH_CPP_LOG_LEVEL") is not null)
        {
            LibtorchContext.TryReadLogLevel();
        }
        else if (IsOn(QuietSwitch))
        {
            LibtorchContext.TrySetLogLevel(LibtorchLogLevel.Error);
        }

        return LibtorchContext.TrySetNnpack(false);
    }

    private static bool IsOn(string name) => AppContext.TryGetSwitch(name, out var on) && on;
}
