using System.Globalization;
using System.Text.Json;
using SkiaSharp;

namespace Distill.Cli.Tests;

/// <summary>A model that is asked about files of a user's own, alone and beside others.</summary>
public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_and_its_export_say_what_photographs_are_whatever_their_format_and_size()
    {
        Train();
        for (var colour = 0; colour < 3; colour++)
        {
            File.WriteAllBytes(folder.File($"{colour}.png"), ColourPhotos.Photo(colour, seed: 100, 40, 30, SKEncodedImageFormat.Png));
            File.WriteAllBytes(folder.File($"{colour}.jpg"), ColourPhotos.Photo(colour, seed: 100, 40, 30, SKEncodedImageFormat.Jpeg));
        }

        string[] files = ["0.png", "0.jpg", "1.png", "1.jpg", "2.png", "2.jpg"];
        var answer = Json(["predict", "run", .. files, "--and", "student.onnx", "--temperature", "1,4,20", "--top", "3"]);

        Assert.Equal(["run", "student.onnx"], answer.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        var inputs = answer.GetProperty("inputs").EnumerateArray().ToList();
        Assert.Equal(files, inputs.Select(input => input.GetProperty("name").GetString()));
        foreach (var (number, input) in inputs.Index())
        {
            var answers = input.GetProperty("answers").EnumerateArray().ToList();
            Assert.Equal(6, answers.Count);
            Assert.All(answers, one => Assert.Equal(ColourPhotos.Colours[number / 2], one.GetProperty("class").GetString()));
            Assert.All(answers, one => Assert.Equal(1, Probabilities(one).Values.Sum(), 6));

            // The export says what the model says, and at T the probabilities are those at 1 to the power of 1/T, scaled.
            foreach (var (name, probability) in Probabilities(answers[0]))
            {
                Assert.Equal(probability, Probabilities(answers[3])[name], 4);
                var powers = Probabilities(answers[0]).Values.Sum(other => Math.Pow(other, 0.25));
                Assert.Equal(Math.Pow(probability, 0.25) / powers, Probabilities(answers[1])[name], 6);
            }
        }

        var shown = Distill("predict", "run", "2.jpg");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal("2.jpg", shown.Output.Split('\n')[0]);
        Assert.Matches("^  red rose +[0-9.]+ % █+", shown.Output.Split('\n')[1]);
    }

    [Fact]
    public void Of_many_files_those_that_can_be_read_are_answered_and_the_others_named_once()
    {
        Train();
        Directory.CreateDirectory(folder.File("inbox/deep"));
        for (var i = 0; i < 20; i++)
        {
            File.WriteAllBytes(folder.File($"inbox/deep/{i:00}.png"), ColourPhotos.Photo(i % 3, seed: 200 + i, 12, 12, SKEncodedImageFormat.Png));
        }

        File.WriteAllBytes(folder.File("inbox/bad.png"), [1, 2, 3]);
        File.WriteAllText(folder.File("inbox/notes.txt"), "none");

        var table = Distill("predict", "run/model.safetensors", "inbox", "--csv");
        Assert.Equal(2, table.ExitCode);
        Assert.Contains("Left out of inbox: 1 files that are no images, first notes.txt.", table.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 21 images could not be read; the others are answered. inbox/bad.png is neither", table.Error, StringComparison.Ordinal);
        var lines = table.Output.TrimEnd().Split('\n');
        Assert.Equal("name,problem,class,blue sky,green grass,red rose", lines[0]);
        Assert.Equal(22, lines.Length);
        Assert.StartsWith("inbox/bad.png,inbox/bad.png is neither", lines[1].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var fields = lines[i + 2].Split(',');
            Assert.Equal(($"inbox/deep/{i:00}.png", ColourPhotos.Colours[i % 3]), (fields[0], fields[2]));
            Assert.Equal(1, fields[3..].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)), 6);
        }

        var list = Distill("predict", "run", "inbox");
        Assert.Equal(2, list.ExitCode);
        Assert.Equal(21, list.Output.TrimEnd().Split('\n').Length);
        Assert.Matches("(?m)^inbox/deep/00.png  blue sky +[0-9.]+ %$", list.Output);
    }

    [Fact]
    public void A_mistake_is_told_before_anything_is_asked()
    {
        Train();
        Directory.CreateDirectory(folder.File("inbox"));
        File.WriteAllText(folder.File("inbox/notes.txt"), "none");
        File.WriteAllText(folder.File("rows.csv"), "1,2,3\n");
        Refused("There is no file inbax. Did you mean 'inbox'?", "inbax");
        Refused("inbox has no images and no recordings, but 1 other files, first notes.txt.", "inbox");
        Refused("There is no file glyphs; it is a data set", "glyphs");
        Refused("2 of 3 inputs are not there: one.png, two.png.", "one.png", "two.png", "photos");
        Refused("photos is an image, and rows.csv is a table of numbers. Ask about one kind at a time.", "photos", "rows.csv");
        Refused("run takes images of 3×12×12, and rows.csv is a table of numbers.", "rows.csv");
        Refused("a model and nothing to ask about", "student.onnx");
        Refused("there is nothing to ask about");
        Refused("the temperatures are 0", "photos", "--temperature", "0");
        Refused("--top 0: expected 1 or more", "photos", "--top", "0");
        Refused("--json would change nothing beside --csv", "photos", "--csv", "--json");
        Refused("the list of models names run 2 times", "photos", "--and", "run/model.safetensors");
        Refused("Names of classes would change nothing", "photos", "--classes", "3");
        Refused("unknown option '--temprature'. Did you mean '--temperature'?", "photos", "--temprature", "3");

        void Refused(string message, params string[] arguments)
        {
            var result = Distill(["predict", "run", .. arguments]);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_are_asked_with_and_without_a_class_in_them()
    {
        // The class of a row is where its numbers are.
        var rows = Enumerable.Range(0, 90).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 3 * 2 + i * 0.001},{i % 3 * 2},{Name(i % 3)}"));
        File.WriteAllLines(folder.File("train.csv"), ["a,b,label", .. rows]);
        Run("train", "--data", "train.csv", "--network", "linear", "--epochs", "200", "--rate", "0.1", "--out", "run");

        var asked = Json("predict", "run", "--row", "0,0", "--row", "-0.1,4.1").GetProperty("inputs").EnumerateArray().ToList();
        Assert.Equal(["row 1", "row 2"], asked.Select(input => input.GetProperty("name").GetString()));
        Assert.Equal("하나", Class(asked[0]));

        File.WriteAllLines(folder.File("plain.csv"), ["a,b", "0,0", "2,2", "4,4"]);
        File.WriteAllLines(folder.File("classed.csv"), ["a,b,label", "0,0,셋", "2,2,", "4,4,하나"]);
        foreach (var table in new[] { "plain.csv", "classed.csv" })
        {
            var inputs = Json("predict", "run", table).GetProperty("inputs").EnumerateArray().ToList();
            Assert.Equal(["하나", "둘", "셋"], inputs.Select(Class));
            Assert.Equal($"{table}, row 2", inputs[1].GetProperty("name").GetString());
        }

        File.WriteAllLines(folder.File("wide.csv"), ["1,2,3,4", "1,2,3,4"]);
        Assert.Contains(
            "wide.csv has 4 columns, and the model takes 2 features: expected 2 columns, or one more with a class.", Distill("predict", "run", "wide.csv").Error, StringComparison.Ordinal);
        Assert.Contains("Row 1 has 3 numbers, and the model takes 2: 1, 2, 3.", Distill("predict", "run", "--row", "1,2,3").Error, StringComparison.Ordinal);
        Assert.Contains("--row 1;2: 1;2 is no number", Distill("predict", "run", "--row", "1;2").Error, StringComparison.Ordinal);

        static string Name(int number) => number switch { 0 => "하나", 1 => "둘", _ => "셋" };
        static string? Class(JsonElement input) => input.GetProperty("answers")[0].GetProperty("class").GetString();
    }

    private static Dictionary<string, double> Probabilities(JsonElement answer) => answer.GetProperty("top").EnumerateArray()
        .ToDictionary(one => one.GetProperty("class").GetString()!, one => one.GetProperty("probability").GetDouble());

    private void Train()
    {
        ColourPhotos.Write(folder.File("photos"));
        Run("train", "--data", "photos", "--network", "conv:4", "--epochs", "30", "--rate", "0.01", "--batch-size", "8", "--out", "run");
        Run("export", "run", "--out", "student.onnx");
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
