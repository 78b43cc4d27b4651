using System.Text;
using System.Text.Json.Nodes;

namespace Distill.Cli.Tests;

/// <summary>The choices of a table reach its reader, from verbs with options of their own and from those with recipes.</summary>
public sealed class TableOptionsTests
{
    private static readonly string[] Choices = ["--separator", ":", "--header", "no", "--ignore-columns", "0", "--encoding", "latin1", "--label-column", "1"];

    [Fact]
    public void EveryChoiceIsRead()
    {
        using var folder = new TemporaryFolder();
        Write(folder);

        var told = DistillCommand.Run(folder.Path, ["data", "show", "rows.txt", .. Choices, "--json"]);
        var guessed = DistillCommand.Run(folder.Path, "data", "show", "rows.txt");

        Assert.Equal(0, told.ExitCode);
        var answer = JsonNode.Parse(told.Output)!;
        Assert.Equal(["caf\u00e8", "caf\u00e9"], answer["classes"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("2 features", answer["parts"]![0]!["shape"]!.GetValue<string>());
        Assert.Equal("column 1", answer["leftOut"]![0]!["first"]!.GetValue<string>());
        Assert.Equal(2, guessed.ExitCode);
        Assert.Contains("On the command line CsvOptions.Encoding is --encoding.", guessed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingReadsThemToo()
    {
        using var folder = new TemporaryFolder();
        Write(folder);

        var trained = DistillCommand.Run(folder.Path, ["train", "--data", "rows.txt", .. Choices, "--network", "mlp:2", "--epochs", "1", "--out", "run"]);

        Assert.Equal((0, ""), (trained.ExitCode, trained.ExitCode == 0 ? "" : trained.Error));
    }

    private static void Write(TemporaryFolder folder) => File.WriteAllBytes(folder.File("rows.txt"), Encoding.Latin1.GetBytes(
        string.Concat(Enumerable.Range(0, 40).Select(row => $"{row}:caf{"\u00e8\u00e9"[row % 2]}:{row % 2}.5:0.25\n"))));
}
