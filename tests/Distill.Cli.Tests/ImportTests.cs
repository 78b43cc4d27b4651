using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>Weights of another program become a model, and a training starts from it.</summary>
public sealed class ImportTests
{
    [Fact]
    public void An_imported_model_is_evaluated_and_trained_on()
    {
        using var folder = new TemporaryFolder();
        // A model file of ours is a state dict too.
        var trained = Json(folder, "train", "--data", "glyphs", "--limit", "400", "--network", "mlp:32", "--epochs", "3", "--out", "first");
        var first = trained.GetProperty("model").GetString()!;
        var imported = Json(
            folder, "import", first, "--network", "mlp:32", "--input", "1x28x28", "--classes", "16", "--mean", "0.5", "--std", "0.25", "--out", "imported.safetensors");
        Assert.Equal("names", imported.GetProperty("weights").GetProperty("matchedBy").GetString());
        Assert.Equal(4, imported.GetProperty("weights").GetProperty("imported").GetArrayLength());

        // With no rate to speak of, what comes out is what went in.
        var again = Json(folder, "train", "--data", "glyphs", "--limit", "400", "--start", first, "--epochs", "1", "--rate", "1e-12", "--out", "second");
        Assert.Equal(Errors(trained), Errors(again));
        Assert.Empty(again.GetProperty("start").GetProperty("random").EnumerateArray());
        using (var facts = JsonDocument.Parse(File.ReadAllText(folder.File("second/model.json"))))
        {
            Assert.Equal(
                again.GetProperty("start").GetProperty("fingerprint").GetString(),
                facts.RootElement.GetProperty("facts").GetProperty("start").GetProperty("fingerprint").GetString());
        }

        var units = Json(folder, "train", "--data", "glyphs", "--limit", "400", "--start", first, "--network", "mlp:16", "--epochs", "1", "--out", "third");
        Assert.True(units.GetProperty("start").GetProperty("someUnits").GetBoolean());

        var wider = DistillCommand.Run(folder.Path, "train", "--data", "glyphs", "--start", first, "--network", "mlp:64");
        Assert.Equal(2, wider.ExitCode);
        Assert.Contains("its hidden layers are [32] and those asked for [64]: expected as many, none of them wider", wider.Error, StringComparison.Ordinal);

        var other = DistillCommand.Run(folder.Path, "train", "--data", "glyphs", "--start", first, "--network", "mlp:32,32");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("leave network out", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_write_no_model()
    {
        using var folder = new TemporaryFolder();
        var first = Json(folder, "train", "--data", "glyphs", "--limit", "400", "--network", "mlp:32", "--epochs", "1", "--out", "first").GetProperty("model").GetString()!;
        string[] import = ["import", first, "--input", "1x28x28", "--classes", "3", "--mean", "0", "--std", "1", "--network", "mlp:32", "--out", "imported.safetensors"];

        var refused = DistillCommand.Run(folder.Path, import);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("'linear2.weight' is [16, 32], expected [3, 32]", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("imported.safetensors")));

        var kept = Json(folder, [.. import, "--not-strict"]).GetProperty("weights").GetProperty("kept");
        Assert.Equal(["linear2.weight", "linear2.bias"], kept.EnumerateArray().Select(name => name.GetString()));
    }

    private static JsonElement Json(TemporaryFolder folder, params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, [.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static long Errors(JsonElement outcome) => outcome.GetProperty("test").GetProperty("test").GetProperty("errors").GetInt64();
}
