namespace Distill.Cli.Tests;

/// <summary>What libtorch does and says in the process of the command line.</summary>
public sealed class LibtorchSettingsTests : IDisposable
{
    private static readonly string[] Training = ["train", "--data", "glyphs", "--limit", "200", "--network", "conv:2", "--epochs", "1", "--out", "run"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "60000")]
    [InlineData("1234", "1234")]
    public void Its_threads_soon_give_their_core_away_when_they_wait_unless_the_user_wants_it_otherwise(string? wanted, string found)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this runtime of threads.");

        // The runtime prints what it has read when it is loaded.
        var train = Run([("OMP_WAIT_POLICY", null), ("GOMP_SPINCOUNT", wanted), ("OMP_DISPLAY_ENV", "verbose")], Training);

        Assert.Equal(0, train.ExitCode);
        Assert.Contains($"GOMP_SPINCOUNT = '{found}'", train.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("WARNING", true)]
    public void Its_warnings_stay_away_from_the_terminal_unless_the_user_wants_them(string? level, bool shown)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux is libtorch's level reached.");
        var model = TinyScript.Write(folder.File("tiny.pt"), "torch.warn(\"a warning of libtorch\", 2)\n    return torch.slice(torch.flatten(x, 1), 1, 0, 16)");

        var evaluate = Run([("TORCH_CPP_LOG_LEVEL", level)], ["evaluate", model, "--data", "glyphs", "--teacher-output-kind", "logits", "--teacher-range", "unit"]);

        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        Assert.Equal(shown, evaluate.Error.Contains("a warning of libtorch", StringComparison.Ordinal));
    }

    private DistillProcess Run((string Name, string? Value)[] environment, string[] arguments) => DistillProcess.Run(folder.Path, environment, arguments);
}
