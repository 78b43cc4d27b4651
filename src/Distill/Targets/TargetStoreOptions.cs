namespace Distill.Targets;

/// <summary>What to keep of a teacher's targets, and in what portions to ask for them.</summary>
public sealed record TargetStoreOptions
{
    /// <summary>Keep only this many of the most probable classes, 1 to classes − 1; null, the default, keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>
    /// The temperatures to serve, each from 0.001 to 1e6. A top-k needs at least one. Dense targets of a teacher with logits
    /// serve every temperature and ignore this; dense targets of an arithmetic ensemble do so when this is empty (the
    /// default) and else take the one temperature given, for a smaller store.
    /// </summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>
    /// Examples in one file, at least 1. Null, the default, takes about a 32nd of them all, but 1,024 to 16,384, and fewer
    /// where that would exceed 64 MiB. A labelling that was killed resumes after the last whole file.
    /// </summary>
    public int? RowsPerShard { get; init; }

    /// <summary>
    /// Examples that the teacher sees at once, 1 to 65,536; by default 512. Part of what decides the last bits of the
    /// targets, so a labelling resumes only with the same.
    /// </summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>What is wrong with these options for targets over <paramref name="classes"/> classes.</summary>
    public IEnumerable<string> Problems(int classes)
    {
        if (TopK is < 1 || TopK >= classes)
        {
            yield return $"top-k is {TopK}, but must lie from 1 to {classes - 1} for {classes} classes; "
                + "leave it out to keep all.";
        }

        if (TopK is not null && Temperatures.Count == 0)
        {
            yield return "a top-k store needs the temperatures that it is to serve; name at least one.";
        }

        foreach (string problem in Temperatures.SelectMany(Distill.Temperatures.Problems))
        {
            yield return problem + ".";
        }

        if (Temperatures.Distinct().Count() < Temperatures.Count)
        {
            yield return "a temperature is named twice; name each once.";
        }

        if (RowsPerShard is < 1)
        {
            yield return $"rows per shard is {RowsPerShard}, but must be at least 1.";
        }

        if (BatchSize is < 1 or > StorePlan.LargestBatch)
        {
            yield return $"batch size is {BatchSize}, but must lie from 1 to {StorePlan.LargestBatch}.";
        }
    }
}
