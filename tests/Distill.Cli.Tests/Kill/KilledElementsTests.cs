using System.Diagnostics;
using System.Globalization;

namespace Distill.Cli.Tests.Kill;

/// <summary>
/// Elements of arrays, all at work at once, of which one is killed at random moments, as often as the variable DISTILL_KILLS says.
/// Elements are started again until all are done; nothing may be lost.
/// </summary>
public sealed class KilledElementsTests : IDisposable
{
    private const int Elements = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Elements_that_label_leave_the_store_of_one_process()
    {
        Prepare();
        string[] line = ["label", "--recipe", "label.json", "--out"];
        Done([.. line, "alone"]);
        var wanted = Files("alone");

        Disturb("label", (place, element) => [.. line, place, "--part", element], place =>
        {
            Done("label", "--finish", "--out", place);
            Assert.Equal(wanted, Files(place));
        });
    }

    [Fact]
    public void Elements_that_count_leave_the_sums_of_those_left_alone()
    {
        Prepare();
        string[] line = ["specialists", "count", "--data", "some", "--teacher", "generalist/model.safetensors", "--out"];
        for (var element = 1; element <= Elements; element++)
        {
            Done([.. line, "alone", "--part", $"{element}/{Elements}"]);
        }

        var wanted = Files("alone");
        Disturb("count", (place, element) => [.. line, place, "--part", element], place => Assert.Equal(wanted, Files(place)));
    }

    [Fact]
    public void Elements_that_train_leave_the_specialists_of_one_process()
    {
        Prepare();
        Assign("alone");
        Done("specialists", "train", "alone");
        var wanted = Models("alone");

        Disturb("train", (place, element) => ["specialists", "train", place, "--part", element], place => Assert.Equal(wanted, Models(place)), Assign);
    }

    private void Prepare()
    {
        KilledWork.RequireKills();
        Digits.WriteGlyphs(folder.File("some"));
        Done("train", "--data", "some", "--network", "mlp:16", "--epochs", "1", "--out", "generalist", "--resume-if-there");
        File.WriteAllText(folder.File("label.json"), """{ "data": "some", "teacher": ["generalist"], "rowsPerShard": 100 }""");
    }

    private void Disturb(string what, Func<string, string, string[]> line, Action<string> check, Action<string>? prepare = null)
    {
        // The first time, elements that begin are killed at once; then as late as they take.
        var (run, history, longest) = (0, new List<string>(), TimeSpan.Zero);
        while (history.Count < KilledWork.Kills || run == 0)
        {
            var place = $"{what}-{++run}";
            prepare?.Invoke(place);
            var open = Enumerable.Range(1, Elements).Select(element => $"{element}/{Elements}").ToList();
            while (open.Count > 0)
            {
                var watch = Stopwatch.StartNew();
                (string Element, RunningDistill Work)[] started = [.. open.Select(element => (element, new RunningDistill(folder.Path, line(place, element))))];
                var victim = history.Count < KilledWork.Kills ? started[Random.Shared.Next(started.Length)] : default;
                if (victim.Work?.EndsWithin(longest * Random.Shared.NextDouble()) == false)
                {
                    victim.Work.Kill();
                    history.Add(string.Create(CultureInfo.InvariantCulture, $"{victim.Element} of run {run} after {watch.Elapsed.TotalSeconds:0.00} s"));
                }
                else
                {
                    victim = default;
                }

                foreach (var (element, work) in started)
                {
                    if (work != victim.Work)
                    {
                        Assert.True(work.EndsWithin(Longest), $"{what} {element} did not end; {string.Join(", ", history)}");
                        work.EndsWith(0);
                    }

                    work.Dispose();
                }

                longest = longest == TimeSpan.Zero ? watch.Elapsed : longest;
                open = victim.Element is { } again ? [again] : [];
            }

            check(place);
            Directory.Delete(folder.File(place), recursive: true);
        }

        TestContext.Current.SendDiagnosticMessage($"{what}, {run} times: {string.Join(", ", history)}");
    }

    private void Assign(string place) => Done(
        "specialists", "assign", "--data", "some", "--teacher", "generalist/model.safetensors", "--specialists", $"{Elements}", "--classes-each", "6", "--passes", "4",
        "--out", place, "--resume-if-there");

    private Dictionary<string, string> Files(string place) => Contents(place, Directory.GetFiles(folder.File(place), "*.*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)));

    private Dictionary<string, string> Models(string place) => Contents(place, Directory.GetFiles(folder.File(place), "model*.safetensors", SearchOption.AllDirectories));

    private Dictionary<string, string> Contents(string place, IEnumerable<string> files) => files.ToDictionary(
        file => Path.GetRelativePath(folder.File(place), file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    private void Done(params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
