namespace Distill.Cli.Tests;

/// <summary>The help that people read.</summary>
public sealed class HelpTests
{
    [Fact]
    public void The_first_page_names_every_verb_and_shows_examples()
    {
        using var folder = new TemporaryFolder();
        var help = DistillCommand.Run(folder.Path, "--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var verb in new[] { "quickstart", "run", "data", "train", "sweep", "label", "specialists", "cluster", "evaluate", "export", "import", "experiment", "report", "Examples:" })
        {
            Assert.Contains(verb, help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("run")]
    [InlineData("data")]
    [InlineData("train")]
    [InlineData("sweep")]
    [InlineData("label")]
    [InlineData("specialists")]
    [InlineData("specialists count")]
    [InlineData("specialists assign")]
    [InlineData("specialists train")]
    [InlineData("specialists evaluate")]
    [InlineData("cluster")]
    [InlineData("cluster script")]
    [InlineData("cluster status")]
    [InlineData("evaluate")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("experiment")]
    [InlineData("report")]
    [InlineData("studio")]
    public void Every_verb_has_help_with_examples_that_parse(string verb)
    {
        using var folder = new TemporaryFolder();
        var help = DistillCommand.Run(folder.Path, [.. verb.Split(' '), "--help"]);
        Assert.Equal(0, help.ExitCode);
        var examples = help.Output[help.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"distill {verb}", examples, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_newcomer_needs_stands_first_and_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        var help = DistillCommand.Run(folder.Path, "train", "--help").Output;
        var headings = help.Split('\n').Where(line => line.Length > 0 && !line.StartsWith(' ') && line.TrimEnd().EndsWith(':')).Select(line => line.Trim());
        var options = help.Split('\n').Where(line => line.StartsWith("  -", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).ToArray();

        Assert.Equal(
            ["Description:", "Usage:", "Options:", "More options:", "The run's folder:", "Files of your own:", "The training:", "Teachers of other toolkits:", "Every command:", "Examples:"],
            headings);
        Assert.Equal(["--data", "--network", "--teacher", "--temperature", "--hard-weight", "--epochs", "--seed", "--out"], options[..8]);
        Assert.Equal(["-?,", "--json", "--verbose"], options[^3..]);
        Assert.Equal(options.Length, options.Distinct().Count());
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("specialists count")]
    [InlineData("specialists assign")]
    public void What_every_command_takes_stands_last(string verb)
    {
        using var folder = new TemporaryFolder();
        var help = DistillCommand.Run(folder.Path, [.. verb.Split(' '), "--help"]).Output;
        var always = help[help.IndexOf("Every command:", StringComparison.Ordinal)..help.IndexOf("Examples:", StringComparison.Ordinal)];

        Assert.Equal(["-?,", "--json", "--verbose"], always.Split('\n').Where(line => line.StartsWith("  -", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]));
    }

    [Fact]
    public void The_schema_of_recipes_is_the_committed_one()
    {
        using var folder = new TemporaryFolder();
        var schema = DistillCommand.Run(folder.Path, "run", "--schema").Output;
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recipe.schema.json")), schema);
    }
}
