using Distill.Cli.Terminal;

namespace Distill.Cli.Tests.Terminal;

public sealed class LineProgressTests
{
    [Fact]
    public void WhoWaitsHasNoRateAndNoTimeLeft()
    {
        using var text = new StringWriter();
        using var lines = new LineProgress(text, TimeSpan.Zero);
        for (var look = 0; look < 2; look++)
        {
            lines.Report(new WorkProgress("waiting for other processes", 2, 3, "trainings", "teacher is done by process 4711"));
        }

        Assert.Equal("waiting for other processes: 67 %, teacher is done by process 4711", text.ToString().TrimEnd());
    }

    [Fact]
    public void WorkThatAdvancesHasBoth()
    {
        using var text = new StringWriter();
        using var lines = new LineProgress(text, TimeSpan.Zero);
        lines.Report(new WorkProgress("labelling", 0, 100, "examples"));
        lines.Report(new WorkProgress("labelling", 25, 100, "examples"));
        Assert.Matches("^labelling: 25 %, [0-9,.]+ examples/s, .+ left$", text.ToString().TrimEnd());
    }
}
