using System.Diagnostics;
using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>A table of texts becomes a model, its soft targets teach a smaller one, and what an application gets is a file of ONNX.</summary>
public sealed class TextTests : IDisposable
{
    private static readonly string[] Places = ["paris", "rome", "oslo", "lima", "cairo", "delhi"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_table_of_texts_is_trained_on_taught_from_evaluated_asked_and_exported()
    {
        Write();
        Run("train", "--data", "intents.csv", "--network", "bag:512,16", "--epochs", "20", "--rate", "0.02", "--batch-size", "16", "--out", "teacher");
        Run("label", "--data", "requests.txt", "--teacher", "teacher", "--out", "targets");
        Run("train", "--data", "requests.txt", "--network", "bag:256,8", "--targets", "targets", "--hard-weight", "0", "--epochs", "30", "--rate", "0.02", "--batch-size", "16", "--out", "student");

        var measured = Json("evaluate", "student/model.safetensors", "--data", "intents.csv");
        Assert.Equal(0, measured.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());

        File.WriteAllLines(folder.File("none.txt"), ["zzz qqq", "1234 5678", "xyzzy plugh", "wwww"]);
        var outside = Json("evaluate", "teacher", "--data", "intents.csv", "--outside", "none.txt").GetProperty("model").GetProperty("test");
        Assert.InRange(outside.GetProperty("outsideAuroc").GetDouble(), 0.9, 1);
        Assert.Contains("AUROC against examples of no class", Distill("evaluate", "teacher", "--data", "intents.csv", "--outside", "none.txt").Output, StringComparison.Ordinal);
        Assert.Contains("nowhere.txt", Distill("evaluate", "teacher", "--data", "intents.csv", "--outside", "nowhere.txt").Error, StringComparison.Ordinal);

        var asked = Json("predict", "student", "--and", "teacher", "--text", "a flight to lima please", "--text", "how warm is it in oslo");
        Assert.All(
            asked.GetProperty("inputs").EnumerateArray().Zip(["travel", "weather"]),
            pair => Assert.All(pair.First.GetProperty("answers").EnumerateArray(), answer => Assert.Equal(pair.Second, answer.GetProperty("class").GetString())));
        Assert.Equal("requests.txt, line 1", Json("predict", "student", "requests.txt").GetProperty("inputs")[0].GetProperty("name").GetString());

        Run("export", "student", "--data", "intents.csv", "--weights", "int8", "--out", "student.onnx");
        Assert.InRange(new FileInfo(folder.File("student.onnx")).Length, 1, 60_000);
        Assert.Equal("travel weather", Classify("student.onnx", "a flight to lima please\nhow warm is it in oslo\n"));
        Run("export", "student", "--data", "intents.csv", "--weights", "int8", "--strings", "--out", "strings.onnx");
        Assert.Equal("travel weather", Classify("strings.onnx", "  a flight to lima please\nhow warm is it in oslo\n"));
        Assert.Equal(0, Json("evaluate", "strings.onnx", "--data", "intents.csv").GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());
        Assert.Equal(0, Json("evaluate", "student.onnx", "--data", "intents.csv", "--teacher", "student.onnx").GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());
        Assert.Equal("requests.txt, line 1", Json("predict", "student.onnx", "requests.txt").GetProperty("inputs")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_transformer_is_trained_evaluated_asked_and_exported()
    {
        Write();
        File.WriteAllLines(folder.File("vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "book", "find", "a", "flight", "to", "please", "how", "warm", "wet", "is", "it", "in", ",", .. Places]);
        Run("train", "--data", "intents.csv", "--network", "transformer:vocab.txt,1,16,2", "--epochs", "20", "--rate", "0.01", "--batch-size", "16", "--out", "student");
        var measured = Json("evaluate", "student", "--data", "intents.csv");
        Assert.Contains("1 layer of 2 heads-2", measured.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, measured.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());

        Run("export", "student", "--data", "intents.csv", "--out", "student.onnx");

        var written = Distill("export", "student", "--data", "intents.csv", "--strings", "--softmax", "--out", "strings.onnx");
        Assert.Equal(0, written.ExitCode);
        Assert.Contains("It takes texts as strings: the application registers ONNX Runtime Extensions", written.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("strings.vocab.txt")));
        Assert.Contains("`texts`, strings [batch]", File.ReadAllText(folder.File("strings.card.md")), StringComparison.Ordinal);
        Assert.Equal("travel weather weather", Classify("strings.onnx", "A flight to LIMA, please\nhow warm is it in oslo\nHow wet is it\n"));
        Assert.Contains("is not a model that takes texts; 'distill export MODEL --out student.onnx --strings' writes one.", Refusal("student.onnx"), StringComparison.Ordinal);
        Assert.Equal(0, Json("evaluate", "strings.onnx", "--data", "intents.csv").GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());

        Assert.Contains("between [CLS] and [SEP]", File.ReadAllText(folder.File("student.card.md")), StringComparison.Ordinal);
        Assert.Equal(0, Json("evaluate", "student.onnx", "--data", "intents.csv").GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32());
        Assert.Equal(
            "travel", Json("predict", "student.onnx", "--text", "a flight to lima please").GetProperty("inputs")[0].GetProperty("answers")[0].GetProperty("class").GetString());

        var bare = Distill("train", "--data", "intents.csv", "--network", "encoder:.", "--out", "x");
        Assert.Equal(2, bare.ExitCode);
        Assert.Contains(". holds no encoder; expected one of model.safetensors", bare.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_of_texts_that_are_not_here_says_how_to_get_them()
    {
        var refused = DistillProcess.Run(folder.Path, "run", Path.Combine(Checkout.Root, "recipes/text.json"), "--smoke");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Put the file data_full.json", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Going on", refused.Error, StringComparison.Ordinal);
    }

    private string Classify(string model, string lines)
    {
        var (exitCode, classified, error) = Sample(model, lines);
        Assert.True(exitCode == 0, error);
        return string.Join(' ', classified.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }

    private string Refusal(string model)
    {
        var (exitCode, _, error) = Sample(model, "");
        Assert.Equal(2, exitCode);
        return error;
    }

    private (int ExitCode, string Output, string Error) Sample(string model, string lines)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var sample = Path.Combine(Checkout.Root, "artifacts", "bin", "ClassifyText", configuration, "ClassifyText.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sample, model])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(lines);
        process.StandardInput.Close();
        var classified = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, classified, error);
    }

    [Fact]
    public void Mistakes_are_told_with_their_line_and_what_mends_them()
    {
        Write();
        File.AppendAllText(folder.File("intents.csv"), "one, two,travel\n");
        var ragged = Distill("train", "--data", "intents.csv", "--network", "bag");
        Assert.Equal(2, ragged.ExitCode);
        Assert.Contains("intents.csv, line 62: 3 columns where the first line has 2", ragged.Error, StringComparison.Ordinal);

        Write();
        var numbers = Distill("train", "--data", "intents.csv", "--network", "mlp:8", "--out", "x");
        Assert.Equal(2, numbers.ExitCode);
        Assert.Contains("give it an architecture for texts, such as bag", numbers.Error, StringComparison.Ordinal);

        var idle = Distill("train", "--data", "intents.csv", "--network", "bag", "--resize", "8");
        Assert.Equal(2, idle.ExitCode);
        Assert.Contains("resize would change nothing: intents.csv is read as texts", idle.Error, StringComparison.Ordinal);
    }

    private void Write()
    {
        var rows = Enumerable.Range(0, 60).Select(i => i % 2 == 0
            ? $"\"{(i % 4 == 0 ? "book" : "find")} a flight to {Places[i % 6]}, please\",travel"
            : $"how {(i % 4 == 1 ? "warm" : "wet")} is it in {Places[i % 6]},weather");
        File.WriteAllLines(folder.File("intents.csv"), rows.Prepend("text,intent"));
        File.WriteAllLines(folder.File("requests.txt"), Places.SelectMany(place => (string[])[$"a flight to {place}", $"flights from {place} please", $"is it warm in {place}", $"how is the weather in {place}"]));
    }

    private void Run(params string[] arguments)
    {
        var result = Distill(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private JsonElement Json(params string[] arguments)
    {
        var result = Distill([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private DistillProcess Distill(params string[] arguments) => DistillCommand.Run(folder.Path, arguments);
}
