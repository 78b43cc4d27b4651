namespace Distill.Benchmarks.Targets;

/// <summary>
/// Writes a top-50 store of 15,000 classes and a dense one of ten, each several times as large as a processor's cache,
/// and reads random batches from them. Its files lie in a temporary folder, which it removes.
/// </summary>
internal static class TargetsProgram
{
    private const int Classes = 15_000;
    private const int TopK = 50;
    private const int ManyClassExamples = 1_200_000;
    private const int TenClassExamples = 9_000_000;

    public static TargetsReport Run()
    {
        string folder = Directory.CreateTempSubdirectory("distill-targets-").FullName;
        try
        {
            var gather = Measure(SyntheticStore.TopK(Path.Combine(folder, "top"), Classes, TopK, ManyClassExamples));
            var dense = Measure(SyntheticStore.Dense(Path.Combine(folder, "dense"), 10, TenClassExamples));
            double bytes = (double)gather.StoreBytes / ManyClassExamples;
            const long denseBytes = (long)Classes * sizeof(float);
            return new TargetsReport(Classes, TopK, ManyClassExamples, bytes, denseBytes, denseBytes / bytes, gather, dense);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GatherReport Measure(Distill.Targets.SoftTargetStore store)
    {
        using (store)
        {
            using var measurement = new GatherMeasurement(store);
            return measurement.Run();
        }
    }
}
