using System.Text.Json;
using Distill.Data;
using Distill.Images;
using Distill.Jobs;
using Distill.Jobs.Datasets;
using Distill.Jobs.Work;
using Distill.Runs;

namespace Experiments;

/// <summary>An experiment in its run directory, from opening the data to a run.json that says how it ended.</summary>
internal static class ExperimentRun
{
    /// <summary>Opens the data and does the work on it; run.json keeps the fingerprints of the data and the results.</summary>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="data">A name of the catalogue, or a path.</param>
    /// <param name="work">From the training and the test part to the results.</param>
    /// <param name="context">Told of fetching and decoding; its token stops the opening.</param>
    /// <exception cref="DistillException">Data or work are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so.</exception>
    public static TResults On<TResults>(
        RunDirectory run, string data, Func<ExampleView, ExampleView, TResults> work, JobContext context) =>
        On(
            run,
            () => DataSets.Open(OriginalFolder.Of(run).FindData(data), new DataOptions(), context with { Say = null }),
            parts => RunCreation.Data(parts.Train, heldOut: null, parts.Test),
            parts => work(parts.Train, parts.Test));

    /// <summary>The same on data of any kind.</summary>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="open">Opens the data.</param>
    /// <param name="fingerprints">What run.json says of the data.</param>
    /// <param name="work">From the data to the results.</param>
    /// <exception cref="DistillException">Data or work are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so.</exception>
    public static TResults On<TData, TResults>(
        RunDirectory run, Func<TData> open, Func<TData, IReadOnlyDictionary<string, Fingerprint>> fingerprints, Func<TData, TResults> work) =>
        TrackedWork.In(run, () =>
        {
            var data = open();
            var (manifest, now) = (run.ReadManifest(), fingerprints(data));
            // The results of parts that are done are not measured again.
            if (manifest.Data.Count > 0)
            {
                FinishedWork.Require($"what {run.Path} holds", Identity(manifest.Data), Identity(now), run.Path);
            }

            run.WriteManifest(manifest with { Data = now });
            var results = work(data);
            run.WriteManifest(run.ReadManifest().Done(JsonSerializer.SerializeToElement(results, RunJson.Options)));
            return results;
        });

    private static WorkIdentity Identity(IReadOnlyDictionary<string, Fingerprint> data) =>
        new(data.Select(part => KeyValuePair.Create($"{part.Key} data", part.Value.Value)));
}
