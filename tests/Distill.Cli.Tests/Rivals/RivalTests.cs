using System.Globalization;
using System.Text.RegularExpressions;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Targets;
using SkiaSharp;

namespace Distill.Cli.Tests.Rivals;

/// <summary>
/// Two processes at one cache, one run folder and one store at the same moment, ten rounds in every run of the tests and as many
/// as the variable DISTILL_ROUNDS says: nothing is lost, one is the owner, and the other is told so. Once as two processes of
/// one system, and once as in two containers, where both are process 1.
/// </summary>
public sealed partial class RivalTests : IDisposable
{
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("DISTILL_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 10;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_that_decode_into_one_cache_both_have_the_images(bool contained)
    {
        WriteImages();
        var known = new HashSet<string>();
        InRounds(contained, (first, second, place) =>
        {
            known.UnionWith(Both("decode", first, second, place));
            Assert.Single(Directory.GetFiles(Path.Combine(place, "decoded")));
        });
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(known));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_that_make_and_work_on_one_run_are_one_owner_and_one_that_is_told(bool contained) => InRounds(contained, (first, second, place) =>
    {
        var made = Both("make", first, second, place);
        Assert.Single(made, Rival.Made);
        Assert.Single(made, answer => answer.Contains("a new run needs a folder of its own", StringComparison.Ordinal));

        var owned = Both("work", first, second, place);
        Assert.Single(owned, Rival.Own);
        Assert.Single(owned, answer => Told().IsMatch(answer));
        Assert.True(File.Exists(Path.Combine(place, "run.lock")));
        Both("end", first, second, place);

        var run = RunDirectory.Open(place);
        Assert.Equal(RunStatus.Done, run.ReadManifest().Status);
        Assert.Single(MetricsRecord.Read(run.MetricsPath));
        Assert.Equal(["metrics.jsonl", "run.json"], Directory.GetFileSystemEntries(place).Select(Path.GetFileName).Order());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_that_label_into_one_store_leave_it_whole(bool contained)
    {
        byte[][]? expected = null;
        InRounds(contained, (first, second, place) =>
        {
            var answers = Both("label", first, second, place);
            Assert.Single(answers, Rival.Own);
            Assert.Single(answers, answer => answer == Rival.Found || Told().IsMatch(answer));

            SoftTargetStore.Open(place).Dispose();
            byte[][] files = [.. Directory.GetFiles(place).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
            expected ??= files;
            Assert.Equal(4, files.Length);
            Assert.All(files.Zip(expected), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
        });
    }

    [GeneratedRegex("is being worked on by (process \\d+ on .+ since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\(.+\\)|another process)\\. Wait until it ends, or end it, and start again\\.")]
    private static partial Regex Told();

    private static string[] Both(string what, RivalProcess first, RivalProcess second, string place)
    {
        first.Ask(what, place);
        second.Ask(what, place);
        return [first.Answer(), second.Answer()];
    }

    private void InRounds(bool contained, Action<RivalProcess, RivalProcess, string> round)
    {
        if (contained)
        {
            Namespaces.Require(Namespaces.OfProcesses);
        }

        using var first = new RivalProcess(folder.Path, contained);
        using var second = new RivalProcess(folder.Path, contained);
        for (var number = 0; number < Rounds; number++)
        {
            var place = folder.File($"{number}");
            // Who is asked first has a moment's advantage.
            round(number % 2 == 0 ? first : second, number % 2 == 0 ? second : first, place);
            Directory.Delete(place, recursive: true);
        }
    }

    // Two classes of two plain images.
    private void WriteImages()
    {
        foreach (var (name, shade) in new[] { ("a/1", 10), ("a/2", 60), ("b/1", 150), ("b/2", 250) })
        {
            var path = folder.File($"images/{name}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var bitmap = new SKBitmap(4, 4);
            bitmap.Erase(new SKColor((byte)shade, (byte)shade, (byte)shade));
            using var file = File.Create(path);
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
