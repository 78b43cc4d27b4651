using Distill.Cli.Terminal;

namespace Distill.Cli.Tests.Terminal;

/// <summary>The command line in terminals as people have them.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Each is a training of some seconds: one is enough for who waits for the tests.
    public static TheoryData<int> Widths => Machine.IsForTests ? [60, 80, 100, 160] : [60];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_training_shows_one_task_while_it_runs_and_its_result_at_the_end(int width)
    {
        Assert.SkipUnless(Tmux.IsHere, "There is no tmux on the PATH.");
        // What takes less than two seconds shows no bar: long enough for a fast machine, and no more than a minute for a busy one.
        using var terminal = new Tmux(folder.Path, width, $"dotnet {DistillProcess.Program} train --data glyphs --limit 3000 --network mlp:200 --epochs 200 --out run");

        var running = terminal.Await(lines => lines.Any(IsBar));
        Assert.Single(running, IsBar);
        Assert.Single(running, line => line.StartsWith("training student", StringComparison.Ordinal));

        var ended = terminal.Await(lines => lines.Any(line => line.StartsWith("✓ training student", StringComparison.Ordinal)) && lines.Any(line => line.StartsWith("Report:", StringComparison.Ordinal)));
        Assert.DoesNotContain(ended, IsBar);
        Assert.All(ended, line => Assert.InRange(CellText.Width(line), 0, width));
    }

    private static bool IsBar(string line) => line.StartsWith(ProgressView.Done) || line.StartsWith(ProgressView.Rest);
}
