using System.Text.Json;
using Distill.Data;
using Distill.Images;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Targets;

namespace Distill.Cli.Tests.Rivals;

/// <summary>
/// A process that does on command, and answers in a line, what another does at the same moment in the same folder. A refusal is
/// answered by its message.
/// </summary>
internal static class Rival
{
    public const string Verb = "rival";
    public const string Made = "made";
    public const string Own = "own";
    public const string Found = "found";

    /// <summary>Serves one command a line, "what place", until there are no more.</summary>
    /// <param name="folder">The images of the tests of caches are in it.</param>
    public static int Serve(string folder)
    {
        IDisposable? held = null;
        while (Console.ReadLine()?.Split(' ') is [var what, var place])
        {
            Console.WriteLine(Answer(what, place).ReplaceLineEndings(" "));
        }

        held?.Dispose();
        return 0;

        string Answer(string what, string place)
        {
            try
            {
                switch (what)
                {
                    case "decode":
                        return new ImageReader(place).Open(Path.Combine(folder, "images"), new ImageOptions(), "images", null, default).Fingerprint.Value;
                    case "make":
                        RunDirectory.CreateAt(place, Manifest());
                        return Made;
                    case "work":
                        held = Work(RunDirectory.Open(place));
                        return Own;
                    case "label":
                        return Label(place);
                    default:
                        held?.Dispose();
                        held = null;
                        return "";
                }
            }
            catch (DistillException refusal)
            {
                return refusal.Message;
            }
        }
    }

    // What every owner leaves: a record, and run.json by its own hand.
    private static FileClaim Work(RunDirectory run)
    {
        var claim = run.Claim();
        run.RemoveLeftovers();
        using var metrics = new MetricsWriter(run.MetricsPath);
        metrics.Report(new MetricsRecord(1, 1, MetricsKind.Train, new Dictionary<string, double> { ["process"] = Environment.ProcessId }));
        run.WriteManifest(run.ReadManifest().Done(null));
        return claim;
    }

    private static string Label(string place)
    {
        using var writer = new SoftTargetStoreWriter(place, RivalStore.Plan);
        if (writer.IsComplete)
        {
            return Found;
        }

        while (writer.Position < writer.Plan.Examples)
        {
            long[] rows = [.. Enumerable.Range(writer.Position, writer.RoomInShard).Select(row => (long)row)];
            using var values = RivalStore.LogProbabilities(rows);
            writer.Append(rows, values);
        }

        writer.Complete();
        return Own;
    }

    private static RunManifest Manifest() => RunManifest.Start(
        RunKind.Train,
        JsonSerializer.SerializeToElement(new { process = Environment.ProcessId }),
        [1],
        new Dictionary<string, Fingerprint>(),
        ["rival"],
        RunVersions.Current());
}
