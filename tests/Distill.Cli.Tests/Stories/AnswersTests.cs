using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Distill.Cli.Tests;

/// <summary>From answers that people gave to a student, as it is typed.</summary>
public sealed class AnswersTests
{
    [Fact]
    public void Votes_for_images_are_stored_and_trained_on()
    {
        using var folder = new TemporaryFolder();
        var lines = Images(folder, out var table);
        folder.Write("panel.csv", Encoding.UTF8.GetBytes(table));
        folder.Write("model.jsonl", Encoding.UTF8.GetBytes(lines));

        Assert.Contains("--answers-kind", Run(folder, 2, "label", "--data", "photos", "--answers", "panel.csv", "--out", "panel").Error, StringComparison.Ordinal);
        var labelled = Run(folder, 0, "label", "--data", "photos", "--answers", "panel.csv", "--answers-kind", "counts", "--out", "panel");
        Assert.Contains("panel.csv answers for 16 examples and 2 classes. Its most probable class is the label of 16 of 16.", labelled.Error + labelled.Output, StringComparison.Ordinal);
        Run(folder, 0, "train", "--data", "photos", "--targets", "panel", "--network", "mlp:8", "--epochs", "2", "--out", "first");

        Run(folder, 0, "label", "--data", "photos", "--answers", "model.jsonl", "--out", "model");
        Assert.Contains("cannot serve T = 4", Run(folder, 2, "train", "--data", "photos", "--targets", "model", "--network", "mlp:8", "--temperature", "4", "--out", "second").Error, StringComparison.Ordinal);
        Run(folder, 0, "train", "--data", "photos", "--targets", "model", "--network", "mlp:8", "--epochs", "2", "--temperature", "1", "--hard-weight", "0", "--out", "third");

        Assert.Contains("--teacher would change nothing beside --answers", Run(folder, 2, "label", "--data", "photos", "--answers", "panel.csv", "--teacher", "x.safetensors", "--out", "other").Error, StringComparison.Ordinal);
        Assert.Contains("Give --teacher with a model, or --answers", Run(folder, 2, "label", "--data", "photos", "--out", "other").Error, StringComparison.Ordinal);
    }

    // Ten dark and ten bright images, an answer for each: nine of ten people, or the most probable class alone.
    private static string Images(TemporaryFolder folder, out string table)
    {
        var (lines, votes) = (new StringBuilder(), new StringBuilder("image,bright,dark\n"));
        foreach (var (name, light) in new[] { ("bright", (byte)200), ("dark", (byte)40) })
        {
            Directory.CreateDirectory(folder.File($"photos/{name}"));
            for (var number = 0; number < 10; number++)
            {
                using var bitmap = new SKBitmap(8, 8, SKColorType.Gray8, SKAlphaType.Opaque);
                bitmap.Erase(new SKColor(light, light, light));
                bitmap.SetPixel(number % 8, number / 8, SKColors.Gray);
                using var file = File.Create(folder.File($"photos/{name}/{number}.png"));
                bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
                lines.Append(CultureInfo.InvariantCulture, $"{{\"example\": \"{name}/{number}.png\", \"logProbabilities\": {{\"{name}\": -0.05}}}}\n");
                votes.Append(CultureInfo.InvariantCulture, $"{name}/{number},{(name == "bright" ? "9,1" : "1,9")}\n");
            }
        }

        table = votes.ToString();
        return lines.ToString();
    }

    private static DistillProcess Run(TemporaryFolder folder, int expected, params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == expected, result.Error);
        return result;
    }
}
