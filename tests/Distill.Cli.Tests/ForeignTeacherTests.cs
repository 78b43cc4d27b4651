using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>A model that PyTorch exported, as a user with a data set of another size, colour and classes takes it.</summary>
public sealed class ForeignTeacherTests
{
    // The mean of each channel of 20 × 20 pixels, and a linear layer to 16 classes; written by PyTorch 1.13.
    private const string Model =
        "CAcSB3B5dG9yY2gaBjEuMTMuMDqHBQpPCgVpbWFnZRIdLzAvR2xvYmFsQXZlcmFnZVBvb2xfb3V0cHV0XzAaFC8wL0dsb2JhbEF2ZXJhZ2VQb29sIhFHbG9iYWxBdmVyYWdl"
        + "UG9vbApWCh0vMC9HbG9iYWxBdmVyYWdlUG9vbF9vdXRwdXRfMBITLzEvRmxhdHRlbl9vdXRwdXRfMBoKLzEvRmxhdHRlbiIHRmxhdHRlbioLCgRheGlzGAGgAQIKbgoTLzEv"
        + "RmxhdHRlbl9vdXRwdXRfMAoIMi53ZWlnaHQKBjIuYmlhcxIGbG9naXRzGgcvMi9HZW1tIgRHZW1tKg8KBWFscGhhFQAAgD+gAQEqDgoEYmV0YRUAAIA/oAEBKg0KBnRyYW5z"
        + "QhgBoAECEgl0b3JjaF9qaXQq0wEIEAgDEAFCCDIud2VpZ2h0SsAB6KONuxOTnj5+S/O+yYvZvrG0Y75TiR4+QGs7vHph6j5C3VG90nAcPp6rMr7qa+i9vTMNv9bFw76EtXO+"
        + "CDSvPI25aT5mXrE+0mbIvmm5gL6DvFY+J3f1PkNX870VNN0+2pW+vWU7ej211AU/eRwJv/AXur5IrBW+zHNmvspm/z6kmr++cBOIvjyFzr7fbAq/Po6svp0Z/j5V54M+VEWP"
        + "Pme9+DwLjZe+1QvIPWsACr/Ol9W+c2SYvuKBuj6KUa0+Kk4IEBABQgYyLmJpYXNKQD8Zg749qKq8aA69Pj3vEj+vo2o+ULyfPbAyxj5LDa6+7lXcPdIu5b7q4My+LrSYvqbA"
        + "hT6Kwm0+9BmvvpSbMj5aIAoFaW1hZ2USFwoVCAESEQoDEgFuCgIIAwoCCBQKAggUYhkKBmxvZ2l0cxIPCg0IARIJCgMSAW4KAggQQgIQDQ==";

    [Fact]
    public void Evaluate_label_verify_and_distil()
    {
        using var folder = Folder();
        string[] view = ["--teacher-mean", "imagenet", "--teacher-size", "20"];

        var measured = Run(folder, 0, ["evaluate", "teacher.onnx", "--data", "glyphs", .. view, "--json"]);
        Assert.Contains("grey repeated to 3 channels, scaled from 28×28 to 20×20", measured.Error, StringComparison.Ordinal);
        Assert.Contains("16 classes by position", measured.Error, StringComparison.Ordinal);
        var errors = JsonDocument.Parse(measured.Output).RootElement.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt64();
        Assert.InRange(errors, 1, 10_000);

        Run(folder, 0, ["label", "--data", "glyphs", "--teacher", "teacher.onnx", .. view, "--out", "targets"]);
        Run(folder, 0, ["label", "--data", "glyphs", "--teacher", "teacher.onnx", .. view, "--out", "targets", "--verify", "--sample", "300"]);
        var other = Run(folder, 2, ["label", "--data", "glyphs", "--teacher", "teacher.onnx", "--out", "targets", "--verify"]);
        Assert.Contains("another teacher", other.Error, StringComparison.Ordinal);

        string[] train = ["train", "--data", "glyphs", "--limit", "300", "--network", "mlp:8", "--epochs", "1"];
        Run(folder, 0, [.. train, "--teacher", "teacher.onnx", .. view, "--out", "student"]);
        Run(folder, 0, [.. train, "--teacher", "student/model.safetensors", "teacher.onnx", .. view, "--out", "second"]);

        // Two that count by certainty, whose answers one store keeps for every temperature and for their agreement.
        string[] both = ["--teacher", "student/model.safetensors", "teacher.onnx", .. view];
        string[] label = ["label", "--data", "glyphs", .. both, "--weigh-by-certainty", "--out", "members"];
        Run(folder, 0, label);
        Run(folder, 0, [.. label, "--verify", "--sample", "300"]);
        Assert.Contains(", by certainty", Run(folder, 2, ["label", "--data", "glyphs", .. both, "--out", "members", "--verify"]).Error, StringComparison.Ordinal);
        string[] all = ["train", "--data", "glyphs", "--network", "mlp:8", "--epochs", "1", "--case-weight", "agreement", "--temperature", "3"];
        Run(folder, 0, [.. all, "--targets", "members", "--out", "third"]);
        Run(folder, 0, [.. all, .. both, "--weigh-by-certainty", "--out", "fourth"]);
        Assert.Contains("keeps one answer", Run(folder, 2, [.. all, "--targets", "targets", "--out", "fifth"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean 'nchw'?", "--teacher-layout", "ncwh")]
    [InlineData("Did you mean 'imagenet'?", "--teacher-mean", "imagnet")]
    [InlineData("--teacher-std 1,x: expected numbers", "--teacher-std", "1,x")]
    [InlineData("size says 32×32", "--teacher-size", "32")]
    [InlineData("On the command line ForeignTeacherOptions.Size is --teacher-size.", "--teacher-size", "32")]
    [InlineData("Did you mean 'bgr'?", "--teacher-color", "brg")]
    [InlineData("Did you mean 'logits'?", "--teacher-output", "logit")]
    [InlineData("no provider 'cdua'; it has cpu", "--teacher-provider", "cdua")]
    [InlineData("absent.json cannot be read", "--class-map", "absent.json")]
    [InlineData("the data have no class 'first'", "--class-map", "map.json")]
    [InlineData("unknown option '--teacher-sise'. Did you mean '--teacher-size'?", "--teacher-sise", "20")]
    public void A_mistake_is_answered_with_what_to_do(string expected, string option, string value)
    {
        using var folder = Folder();
        File.WriteAllText(folder.File("map.json"), """{"first": 0}""");
        var result = Run(folder, 2, ["label", "--data", "glyphs", "--out", "targets", "--teacher", "teacher.onnx", option, value]);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_no_foreign_file_and_other_files_are_refused()
    {
        using var folder = Folder();
        Assert.Contains(
            "teacherOptions are given and no teacher files",
            Run(folder, 2, ["train", "--data", "glyphs", "--network", "mlp:8", "--targets", "t", "--teacher-size", "20"]).Error,
            StringComparison.Ordinal);
        File.WriteAllText(folder.File("page.onnx"), "<!DOCTYPE html>");
        Assert.Contains("HTML", Run(folder, 2, ["evaluate", "page.onnx", "--data", "glyphs"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_takes_it_too()
    {
        using var folder = Folder();
        File.WriteAllText(folder.File("recipe.json"), """
            {
              "name": "foreign",
              "data": { "set": "glyphs", "limit": 300, "labelled": 0.3 },
              "teacher": { "files": ["teacher.onnx"], "options": { "preset": "imagenet", "size": { "width": 20, "height": 20 } } },
              "student": { "network": { "kind": "mlp", "widths": [8] }, "training": { "duration": { "epochs": 1 } } },
              "distillation": { "temperatures": [2] },
              "seeds": [1]
            }
            """);
        var result = Run(folder, 0, ["run", "recipe.json", "--json"]);
        var teacher = JsonDocument.Parse(result.Output).RootElement.GetProperty("teacher");
        Assert.Equal(64, teacher.GetProperty("parameters").GetInt64());
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        folder.Write("teacher.onnx", Convert.FromBase64String(Model));
        return folder;
    }

    private static DistillProcess Run(TemporaryFolder folder, int code, string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == code, result.Error);
        return result;
    }
}
