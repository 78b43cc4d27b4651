using System.Globalization;
using Distill.Files;
using Distill.Runs;
using Distill.Runs.Metrics;

namespace Distill.Cli.Tests.FullDisk;

/// <summary>
/// A disk that is full at one point or another of a training and of a labelling, one point of each in every run of the tests, two
/// where CI=true, and as many as the variable DISTILL_FULL_DISKS says: exit code 1, nothing damaged, and with more room the work goes on to the same
/// bytes.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Training =
        "train --data glyphs --limit 1000 --network mlp:48 --epochs 6 --batch-size 32 --shift 1 --set training.checkpointMinutes=0 --out OUT";

    private static readonly int Points =
        int.TryParse(Environment.GetEnvironmentVariable("DISTILL_FULL_DISKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var points) ? points : Machine.IsForTests ? 2 : 1;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Training_on_a_full_disk_fails_with_1_and_goes_on_to_the_same_models() => FillsUp(Training, "train --resume OUT", "model*");

    [Fact]
    public void Labelling_on_a_full_disk_fails_with_1_and_goes_on_to_the_same_store()
    {
        var teacher = DistillCommand.Run(folder.Path, "train", "--data", "glyphs", "--limit", "500", "--network", "mlp:16", "--epochs", "1", "--out", "teacher");
        Assert.True(teacher.ExitCode == 0, teacher.Error);
        FillsUp("label --data glyphs --teacher teacher/model.safetensors --out OUT", "", "*");
    }

    private void FillsUp(string start, string resume, string pattern)
    {
        Namespaces.Require(Namespaces.OfMounts);
        var whole = folder.File("whole");
        var done = DistillCommand.Run(folder.Path, start.Replace("OUT", whole, StringComparison.Ordinal).Split(' '));
        Assert.True(done.ExitCode == 0, done.Error);
        var expected = Read(whole, pattern);
        // A page of memory holds one file's bytes alone, so that the disk needs a little more than the files do.
        var needed = Directory.GetFiles(whole, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        for (var point = 0; point < Points; point++)
        {
            var bytes = Math.Max(4096, needed * (point + 1) / (Points + 1) / 4096 * 4096);
            var disk = SmallDisk.Of(folder.Path, bytes, start, resume);
            var story = $"{bytes} of {needed} bytes: {disk.FirstExitCode} {disk.FirstError} then {disk.SecondExitCode} {disk.SecondError}";
            Assert.True(disk.FirstExitCode == 1, story);
            Assert.True(disk.FirstError.Contains("the disk is full", StringComparison.Ordinal), story);
            Assert.DoesNotContain(AtomicFile.TemporarySuffix, disk.FirstError, StringComparison.Ordinal);
            NothingIsDamaged(disk.Before);
            Assert.True(disk.SecondExitCode == 0, story);
            var found = Read(disk.After, pattern);
            Assert.True(expected.Keys.Order().SequenceEqual(found.Keys.Order()), story);
            Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(found[file.Key]), $"{file.Key} differs; {story}"));
            Directory.Delete(Path.GetDirectoryName(disk.After)!, recursive: true);
        }
    }

    private static void NothingIsDamaged(string left)
    {
        foreach (var file in Directory.GetFiles(left, "*", SearchOption.AllDirectories))
        {
            switch (Path.GetExtension(file))
            {
                case ".safetensors":
                    SafeTensorsFile.Open(file).Dispose();
                    break;
                case ".json":
                    RunJson.Read<object>(file);
                    break;
                case ".jsonl":
                    Assert.All(MetricsRecord.Read(file), record => Assert.True(record.Step > 0));
                    break;
                default:
                    Assert.DoesNotContain(AtomicFile.TemporarySuffix, file, StringComparison.Ordinal);
                    break;
            }
        }
    }

    private static Dictionary<string, byte[]> Read(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);
}
