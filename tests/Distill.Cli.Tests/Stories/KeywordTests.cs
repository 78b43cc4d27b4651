using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>Spoken words, from the built-in set to an answer about a file.</summary>
public sealed class KeywordTests
{
    [Fact]
    public void A_model_says_what_it_hears_and_is_measured_where_there_are_labels()
    {
        using var folder = new TemporaryFolder();
        var model = Json("train", "--data", "tone-words", "--network", "conv:8,16", "--epochs", "4", "--out", "trained").GetProperty("model").GetString()!;
        folder.Write("inbox/first.wav", Tones(400, 900, 2_000));
        folder.Write("inbox/second.wav", Tones(3_600, 2_000, 300));
        folder.Write("bela/one.wav", Tones(2_500, 700, 1_200));

        Assert.Equal(72, Json("evaluate", model, "--data", "tone-words").GetProperty("model").GetProperty("examples").GetInt32());

        var clip = Assert.Single(Json("predict", model, "bela/one.wav", "--top", "6").GetProperty("inputs").EnumerateArray());
        Assert.Equal("bela/one.wav", clip.GetProperty("name").GetString());
        var heard = Assert.Single(clip.GetProperty("answers").EnumerateArray()).GetProperty("top").EnumerateArray().Select(word => word.GetProperty("probability").GetDouble()).ToList();
        Assert.Equal(6, heard.Count);
        Assert.Equal(heard.OrderDescending(), heard);
        Assert.Equal(1, heard.Sum(), 6);

        var clips = Json("predict", model, "inbox").GetProperty("inputs").EnumerateArray().ToList();
        Assert.Equal(["inbox/first.wav", "inbox/second.wav"], clips.Select(one => one.GetProperty("name").GetString()));

        folder.Write("inbox/bad.wav", [1, 2, 3]);
        folder.Write("a.png", [1, 2, 3]);
        Refused("bad.wav is not a WAV file", "predict", model, "inbox/bad.wav");
        Refused("takes recordings, as 1×98×40, and a.png is an image", "predict", model, "a.png");
        Refused("one.wav is one file, so that nothing measures a model by it. Ask the model about it with PredictJob.Open", "evaluate", model, "--data", "bela/one.wav");
        Refused("On the command line PredictJob.Open is 'distill predict'.", "evaluate", model, "--data", "inbox");
        Refused("absent.wav' is neither a data set nor a file", "evaluate", model, "--data", "absent.wav");

        JsonElement Json(params string[] arguments)
        {
            var result = DistillCommand.Run(folder.Path, [.. arguments, "--json"]);
            Assert.True(result.ExitCode == 0, result.Error);
            return JsonDocument.Parse(result.Output).RootElement;
        }

        void Refused(string message, params string[] arguments)
        {
            var result = DistillCommand.Run(folder.Path, arguments);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_recipe_smokes_without_data_and_its_student_is_exported()
    {
        Assert.SkipUnless(Machine.IsForTests, "It takes a minute, and runs where CI=true.");
        using var folder = new TemporaryFolder();
        var result = DistillCommand.Run(folder.Path, "run", Path.Combine(Checkout.Root, "recipes/keywords.json"), "--smoke", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Going on with the built-in set 'tone-words' in place of arabic-speech-commands.", result.Error, StringComparison.Ordinal);

        var model = JsonDocument.Parse(result.Output).RootElement.GetProperty("model").GetString()!;
        var exported = DistillCommand.Run(folder.Path, "export", model, "--data", "tone-words", "--out", "student.onnx");
        Assert.True(exported.ExitCode == 0, exported.Error);

        var own = DistillCommand.Run(folder.Path, "evaluate", model, "--data", "tone-words", "--json");
        var foreign = DistillCommand.Run(folder.Path, "evaluate", "student.onnx", "--data", "tone-words", "--json");
        Assert.Equal(Errors(own), Errors(foreign));

        folder.Write("one.wav", Tones(2_500, 700, 1_200));
        var asked = DistillCommand.Run(folder.Path, "predict", "student.onnx", "one.wav", "--and", model, "--json");
        Assert.True(asked.ExitCode == 0, asked.Error);
        var answers = JsonDocument.Parse(asked.Output).RootElement.GetProperty("inputs")[0].GetProperty("answers");
        Assert.Equal(answers[0].GetProperty("class").GetString(), answers[1].GetProperty("class").GetString());
        Assert.Equal(answers[0].GetProperty("probability").GetDouble(), answers[1].GetProperty("probability").GetDouble(), 4);

        static long Errors(DistillProcess process)
        {
            Assert.True(process.ExitCode == 0, process.Error);
            return JsonDocument.Parse(process.Output).RootElement.GetProperty("model").GetProperty("test").GetProperty("errors").GetInt64();
        }
    }

    // Three tones of a ninth of a second with silence around them, 16-bit samples at 16 kHz.
    private static byte[] Tones(params double[] hertz)
    {
        var samples = Enumerable.Range(0, 12_800).Select(i => i / 1_800 is >= 2 and < 5 and var tone ? (short)(9_000 * Math.Sin(2 * Math.PI * hertz[tone - 2] * i / 16_000)) : (short)(i % 7));
        byte[] data = [.. samples.SelectMany(BitConverter.GetBytes)];
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + data.Length), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), 1, 0, 1, 0, .. BitConverter.GetBytes(16_000),
            .. BitConverter.GetBytes(32_000), 2, 0, 16, 0, .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
        ];
    }
}
