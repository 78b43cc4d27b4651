using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>The verbs one after another, as a user with a data set and a teacher types them.</summary>
public sealed class StoryTests
{
    [Fact]
    public void Train_a_teacher_label_distil_evaluate_and_report()
    {
        using var folder = new TemporaryFolder();
        string[] data = ["--data", "glyphs", "--limit", "400"];
        var teacher = Json("train", [.. data, "--network", "mlp:64", "--epochs", "3", "--out", "teacher", "--tensorboard"]);
        var model = teacher.GetProperty("model").GetString()!;
        Assert.True(File.Exists(model));
        Assert.NotEmpty(Directory.GetFiles(folder.File("teacher/tensorboard")));

        var store = Json("label", ["--data", "glyphs", "--teacher", model, "--out", "targets"]);
        Assert.Equal(60_000, store.GetProperty("examples").GetInt32());
        var check = Json("label", ["--data", "glyphs", "--teacher", model, "--out", "targets", "--verify", "--sample", "100"]);
        Assert.Equal(0, check.GetProperty("disagreeingRows").GetArrayLength());

        var student = Json("train", [.. data, "--network", "mlp:16", "--epochs", "2", "--targets", "targets", "--temperature", "3", "--out", "student"]);
        var measured = Json("evaluate", [student.GetProperty("model").GetString()!, "--data", "glyphs", "--teacher", model, "--against", model]);
        Assert.Equal(
            student.GetProperty("test").GetProperty("test").GetProperty("errors").GetInt64(),
            measured.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt64());
        Assert.InRange(measured.GetProperty("model").GetProperty("test").GetProperty("agreement").GetDouble(), 0.05, 1);
        Assert.True(File.Exists(Json("report", ["student"]).GetProperty("report").GetString()));

        JsonElement Json(string verb, string[] arguments)
        {
            var result = DistillProcess.Run(folder.Path, [verb, .. arguments, "--json"]);
            Assert.True(result.ExitCode == 0, result.Error);
            return JsonDocument.Parse(result.Output).RootElement;
        }
    }

    [Fact]
    public void A_recipe_runs_and_prints_one_object()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("recipe.json"), """
            {
              "name": "small",
              "data": { "set": "glyphs", "limit": 300, "labelled": 0.3 },
              "teacher": { "members": 2, "network": { "kind": "mlp", "widths": [32] }, "training": { "duration": { "epochs": 2 } } },
              "student": { "network": { "kind": "mlp", "widths": [16] }, "training": { "duration": { "epochs": 2 } } },
              "distillation": { "temperatures": [2, 4] },
              "seeds": [1, 2]
            }
            """);
        var result = DistillProcess.Run(folder.Path, "run", "recipe.json", "--set", "seeds=[5,6,7]", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        var summary = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(3, summary.GetProperty("hard").GetProperty("errors").GetArrayLength());
        Assert.Equal(3, summary.GetProperty("distilled").GetProperty("errors").GetArrayLength());
        Assert.True(File.Exists(summary.GetProperty("report").GetString()));
        Assert.True(File.Exists(summary.GetProperty("model").GetString()));

        // A finished run that is resumed takes up everything and prints the same figures.
        var run = Path.GetDirectoryName(summary.GetProperty("report").GetString())!;
        var again = DistillProcess.Run(folder.Path, "run", "--resume", run, "--json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(
            summary.GetProperty("distilled").GetProperty("errors").ToString(),
            JsonDocument.Parse(again.Output).RootElement.GetProperty("distilled").GetProperty("errors").ToString());
    }
}
