using Distill.Jobs.Predicting;
using Distill.Jobs.Predicting.Models;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Speech.Keywords;

namespace Distill.Jobs.Tests.Predicting;

/// <summary>The small parts between inputs and answers.</summary>
public sealed class PredictingPartsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_distribution_at_a_temperature_follows_from_that_at_one()
    {
        float[] logs = [MathF.Log(0.81f), MathF.Log(0.16f), MathF.Log(0.03f), float.NegativeInfinity];
        var softened = Softened.At(logs, 2);
        double[] roots = [0.9, 0.4, Math.Sqrt(0.03), 0];
        Assert.All(softened.Zip(roots), pair => Assert.Equal(pair.Second / roots.Sum(), pair.First, 6));
    }

    [Fact]
    public void Models_of_runs_are_called_by_their_folders_and_others_by_their_files_unless_two_are_alike()
    {
        Assert.Equal(["big", "student.onnx"], ModelNames.Of(["runs/big/model.safetensors", "out/student.onnx"]));
        Assert.Equal(["a/student.onnx", "b/student.onnx", "c"], ModelNames.Of(["a/student.onnx", "b/student.onnx", "runs/c"]));
    }

    [Theory]
    [InlineData(98, 1)]
    [InlineData(198, 2)]
    [InlineData(48, 0.5)]
    [InlineData(5998, 60)]
    public void The_seconds_of_a_recording_follow_from_the_frames_that_a_model_takes(int frames, double seconds)
    {
        Assert.Equal(seconds, KeywordInput.OptionsFor(new ExampleShape(1, frames, 40))!.Seconds);
        Assert.Null(KeywordInput.OptionsFor(new ExampleShape(1, frames, 28)));
        Assert.Null(KeywordInput.OptionsFor(new ExampleShape(3, frames, 40)));
    }

    [Fact]
    public void Every_input_is_in_one_chunk_and_chunks_stay_below_their_bounds()
    {
        var small = new InputChunks(784).Of(Enumerable.Range(0, 5000).Select(i => new AskedInput($"{i}"))).ToList();
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"{i}"), small.SelectMany(chunk => chunk).Select(input => input.Name));
        Assert.Equal(512, small.Max(chunk => chunk.Count));
        Assert.Equal(27, new InputChunks(3 * 224 * 224).Of(Enumerable.Range(0, 200).Select(i => new AskedInput($"{i}"))).Max(chunk => chunk.Count));

        var bytes = new byte[1 << 24];
        Assert.All(new InputChunks(784).Of(Enumerable.Range(0, 9).Select(i => new AskedInput($"{i}") { Encoded = bytes })), chunk => Assert.InRange(chunk.Count, 1, 4));
    }

    [Fact]
    public void A_path_of_a_run_is_looked_for_where_the_run_was_made_and_then_here()
    {
        var there = new OriginalFolder(folder.Path);
        Directory.CreateDirectory(folder.File("photos/set"));
        Assert.Equal(folder.File("photos"), there.Find("photos"));
        Assert.Equal(folder.File("photos/set"), there.Find(@"photos\set"));
        Assert.Equal(folder.File("absent"), there.Find(folder.File("absent")));
        Assert.Equal("mnist", there.FindData("mnist"));
        Assert.Equal("photos", new OriginalFolder(null).Find("photos"));
        var here = Path.GetFileName(Directory.EnumerateFiles(Environment.CurrentDirectory).First());
        Assert.Equal(here, there.Find(here));
        Assert.Contains($"'phatos' is neither in {folder.Path}, where the run was made, nor in {Environment.CurrentDirectory}.", Assert.Throws<DistillException>(() => there.Find("phatos")).Message, StringComparison.Ordinal);
    }
}
