using System.Runtime.InteropServices;
using Distill.Libtorch;
using Distill.Models;
using Distill.Tests.Models;

namespace Distill.Tests.Libtorch;

public sealed class LibtorchProcessTests
{
    private const string Wait = "GOMP_SPINCOUNT";
    private const string Dynamic = "MKL_DYNAMIC";

    [Fact]
    public void ThreadsSoonGiveTheirCoreAwayUnlessToldOtherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the runtime that reads this.");
        var (native, managed) = (Native(), Environment.GetEnvironmentVariable(Wait));
        var other = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY");
        try
        {
            Environment.SetEnvironmentVariable(Wait, null);
            Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", null);
            Assert.Equal("60000", AfterStart(null));
            Assert.Equal("1000", AfterStart("1000"));

            AppContext.SetSwitch(LibtorchProcess.DefaultsSwitch, true);
            Assert.Null(AfterStart(null));
            AppContext.SetSwitch(LibtorchProcess.DefaultsSwitch, false);

            // Only code in the same process can say it so; the intention counts all the same.
            Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", "PASSIVE");
            Assert.Null(AfterStart(null));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", other);
            Environment.SetEnvironmentVariable(Wait, managed);
            AppContext.SetSwitch(LibtorchProcess.DefaultsSwitch, false);
            Set(native);
        }
    }

    [Fact]
    public void MemoryIsKeptFromOneTensorForTheNext()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "Only glibc asks the system for large memory each time.");
        Assert.SkipWhen(
            new[] { "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES" }.Any(name => Environment.GetEnvironmentVariable(name) is not null),
            "This environment has chosen for itself.");
        const int tensors = 6, numbers = 8_000_000;
        LibtorchProcess.Prepare();
        Step();
        var fewest = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = PageFaults();
            Step();
            return PageFaults() - before;
        });

        // Memory that is asked for anew comes page by page: 46,875 of them each time. What else the process does asks for a few.
        Assert.InRange(fewest, 0, (long)tensors * numbers * sizeof(float) / Environment.SystemPageSize / 4);

        static void Step()
        {
            var made = Enumerable.Range(0, tensors).Select(_ => TorchSharp.torch.ones(numbers)).ToList();
            made.ForEach(tensor => tensor.Dispose());
        }

        static long PageFaults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[7], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void MklTakesAsManyThreadsAtEveryProductUnlessToldOtherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the environment that is set here.");
        var (native, managed) = (Native(Dynamic), Environment.GetEnvironmentVariable(Dynamic));
        try
        {
            Environment.SetEnvironmentVariable(Dynamic, null);
            Assert.Equal("FALSE", AfterStart(null, Dynamic));
            Assert.Equal("TRUE", AfterStart("TRUE", Dynamic));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Dynamic, managed);
            Set(native, Dynamic);
        }
    }

    [Fact]
    public void NoConvolutionRunsInNnpack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux are libtorch's functions reached.");
        using var model = Classifier.Build(Nets.Conv, seed: 1);

        Assert.False(LibtorchContext.Nnpack);
    }

    private static string? AfterStart(string? chosen, string name = Wait)
    {
        Set(chosen, name);
        LibtorchProcess.BeforeLibtorch();
        return Native(name);
    }

    private static string? Native(string name = Wait) => Marshal.PtrToStringUTF8(GetEnv(name));

    private static void Set(string? value, string name = Wait) =>
        Assert.Equal(0, value is null ? UnsetEnv(name) : SetEnv(name, value, 1));

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint GetEnv(string name);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnv(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int UnsetEnv(string name);
}
