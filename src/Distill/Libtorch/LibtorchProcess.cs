using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Distill.Libtorch;

/// <summary>
/// What the library sets for the libtorch of its process, on Linux: threads that give their core away while they wait,
/// and no convolutions in NNPACK. It does so by itself; a program that makes tensors before it uses anything else of the
/// library calls <see cref="Prepare"/> first. One that wants libtorch as it comes sets the switch
/// <c>Distill.LibtorchDefaults</c> of its runtime configuration to true.
/// </summary>
public static unsafe class LibtorchProcess
{
    /// <summary>A switch of the runtime configuration: true leaves libtorch as it comes.</summary>
    internal const string DefaultsSwitch = "Distill.LibtorchDefaults";

    /// <summary>A switch of the runtime configuration: true lets libtorch write errors alone, unless <c>TORCH_CPP_LOG_LEVEL</c> says otherwise.</summary>
    internal const string QuietSwitch = "Distill.LibtorchQuiet";

    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";

    private static readonly Lazy<bool> Once = new(Apply);

    /// <summary>
    /// Sets how threads wait, as soon as anything of this library is used: GNU OpenMP reads it once, when libtorch is
    /// loaded. Where a process has loaded libtorch before, it is too late and changes nothing.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing later is early enough: libtorch is loaded by the first tensor, whoever makes it.")]
    internal static void BeforeLibtorch()
    {
        // A choice of the user's stays. .NET's own variables do not reach native code, so libc's function is called.
        if (!OperatingSystem.IsLinux() || IsOn(DefaultsSwitch)
            || Environment.GetEnvironmentVariable(WaitPolicy) is not null || Environment.GetEnvironmentVariable(SpinCount) is not null
            || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "setenv", out var set))
        {
            return;
        }

        fixed (byte* name = Encoding.ASCII.GetBytes(WaitPolicy + '\0'), value = Encoding.ASCII.GetBytes("PASSIVE\0"))
        {
            const int keep = 0;
            _ = ((delegate* unmanaged<byte*, byte*, int, int>)set)(name, value, keep);
        }
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
