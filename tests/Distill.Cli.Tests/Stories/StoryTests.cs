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
        // The folder of a run stands for the model in it.
        var measured = Json("evaluate", ["student", "--data", "glyphs", "--teacher", "teacher", "--against", "teacher"]);
        Assert.Equal(
            student.GetProperty("test").GetProperty("test").GetProperty("errors").GetInt64(),
            measured.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt64());
        Assert.InRange(measured.GetProperty("model").GetProperty("test").GetProperty("agreement").GetDouble(), 0.05, 1);
        var against = measured.GetProperty("against");
        Assert.Equal(("student", "teacher"), (against.GetProperty("first").GetString(), against.GetProperty("second").GetString()));
        Assert.InRange(against.GetProperty("perSeed")[0].GetProperty("mcNemarP").GetDouble(), 0, 1);
        Assert.True(File.Exists(Json("report", ["student"]).GetProperty("report").GetString()));

        // A finished run that is resumed says so, and shows what it found then, its speed included.
        var again = DistillCommand.Run(folder.Path, "train", "--resume", "student");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("Already done: ", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" 0.0 examples/s", again.Error, StringComparison.Ordinal);

        JsonElement Json(string verb, string[] arguments)
        {
            var result = DistillCommand.Run(folder.Path, [verb, .. arguments, "--json"]);
            Assert.True(result.ExitCode == 0, result.Error);
            return JsonDocument.Parse(result.Output).RootElement;
        }
    }

    [Theory]
    [InlineData("step", "--rate")]
    [InlineData("cosine", "--rate")]
    [InlineData("cosine", "--set training.schedule.rate=")]
    public void A_rate_that_is_typed_keeps_the_schedule_of_the_file(string kind, string option)
    {
        using var folder = new TemporaryFolder();
        var schedule = kind == "step" ? """, "schedule": { "kind": "step", "every": { "epochs": 1 }, "rate": 1 }""" : "";
        File.WriteAllText(
            folder.File("train.json"),
            $$"""{ "data": "glyphs", "limit": 100, "network": { "kind": "mlp", "widths": [] }, "training": { "duration": { "epochs": 1 }{{schedule}} } }""");
        var rate = option.EndsWith('=') ? $"{option}0.01".Split(' ') : [option, "0.01"];
        var result = DistillCommand.Run(folder.Path, ["train", "--recipe", "train.json", .. rate, "--out", "run"]);
        Assert.True(result.ExitCode == 0, result.Error);
        var written = JsonDocument.Parse(File.ReadAllText(folder.File("run/run.json"))).RootElement.GetProperty("configuration").GetProperty("training").GetProperty("schedule");
        Assert.Equal((kind, 0.01), (written.GetProperty("kind").GetString(), written.GetProperty("rate").GetDouble()));
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
        var result = DistillCommand.Run(folder.Path, "run", "recipe.json", "--set", "seeds=[5,6,7]", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        var summary = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(3, summary.GetProperty("hard").GetProperty("errors").GetArrayLength());
        Assert.Equal(3, summary.GetProperty("distilled").GetProperty("errors").GetArrayLength());
        Assert.True(File.Exists(summary.GetProperty("report").GetString()));
        Assert.True(File.Exists(summary.GetProperty("model").GetString()));

        // A finished run that is resumed takes up everything and prints the same figures.
        var run = Path.GetDirectoryName(summary.GetProperty("report").GetString())!;
        var again = DistillCommand.Run(folder.Path, "run", "--resume", run, "--json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(
            summary.GetProperty("distilled").GetProperty("errors").ToString(),
            JsonDocument.Parse(again.Output).RootElement.GetProperty("distilled").GetProperty("errors").ToString());
    }

    [Fact]
    public void A_sweep_tries_every_temperature_and_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var teacher = DistillCommand.Run(folder.Path, "train", "--data", "glyphs", "--limit", "400", "--network", "mlp:64", "--epochs", "3", "--out", "teacher");
        Assert.True(teacher.ExitCode == 0, teacher.Error);

        var result = DistillCommand.Run(
            folder.Path, "sweep", "--data", "glyphs", "--limit", "400", "--network", "mlp:12", "mlp:16,8", "--network", "conv:4",
            "--teacher", "teacher/model.safetensors", "--temperatures", "1,2.5", "--hard-weights", "0,0.2", "--seeds", "2", "--epochs", "1", "--out", "sweep", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var sweep = JsonDocument.Parse(result.Output).RootElement;
        var networks = sweep.GetProperty("networks").EnumerateArray().ToList();
        Assert.Equal(["mlp-12", "mlp-16-8", "conv-4"], networks.Select(network => network.GetProperty("id").GetString()));
        Assert.All(networks, network => Assert.Equal(4, network.GetProperty("settings").GetArrayLength()));
        Assert.True(sweep.GetProperty("teacherErrors").GetInt64() > 0);
        Assert.Contains("Students trained one after another: conv 4", result.Error, StringComparison.Ordinal);
        Assert.Contains("Chosen on held-out data: T = ", result.Error, StringComparison.Ordinal);
        Assert.Contains("T = 2.5", result.Error, StringComparison.Ordinal);
        Assert.Contains("weight 0.2", result.Error, StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(folder.File("sweep/students"), "*.safetensors").Length);
        Assert.True(File.Exists(folder.File("sweep/report.html")));

        var written = File.ReadAllBytes(folder.File("sweep/sweep.json"));
        var again = DistillCommand.Run(folder.Path, "sweep", "--resume", "sweep", "--json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(result.Output, again.Output);
        Assert.Equal(written, File.ReadAllBytes(folder.File("sweep/sweep.json")));
    }

    [Fact]
    public void A_sweep_learns_from_a_store_too_and_smokes()
    {
        using var folder = new TemporaryFolder();
        foreach (var arguments in new string[][]
        {
            ["train", "--data", "glyphs", "--limit", "400", "--network", "mlp:64", "--epochs", "1", "--out", "teacher"],
            ["label", "--data", "glyphs", "--teacher", "teacher/model.safetensors", "--out", "targets"],
        })
        {
            var step = DistillCommand.Run(folder.Path, arguments);
            Assert.True(step.ExitCode == 0, step.Error);
        }

        File.WriteAllText(folder.File("sweep.json"), """{ "data": "glyphs", "targets": "targets", "heldOut": 0, "grid": { "networks": [{ "kind": "mlp", "widths": [8] }] } }""");
        var result = DistillCommand.Run(folder.Path, "sweep", "--recipe", "sweep.json", "--smoke", "--out", "sweep", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var sweep = JsonDocument.Parse(result.Output).RootElement;
        Assert.False(sweep.TryGetProperty("teacherErrors", out _));
        Assert.Equal(600, sweep.GetProperty("dataset").GetProperty("trainExamples").GetInt32());
        Assert.Equal(2, sweep.GetProperty("networks")[0].GetProperty("settings").GetArrayLength());
        Assert.False(Directory.Exists(folder.File("sweep/students")));
    }
}
