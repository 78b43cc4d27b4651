using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Targets;

/// <summary>
/// All that decides the content of a store apart from the targets themselves: fixed before labelling starts, compared
/// when it resumes, and checked against the data set and teacher that the store is opened for.
/// </summary>
internal sealed record StorePlan
{
    internal const int LargestBatch = 1 << 16;
    private const long LargestShard = 1L << 30;

    /// <summary>What is kept for each example.</summary>
    public required TargetKind Kind { get; init; }

    /// <summary>How many classes the teacher tells apart; of vectors, how many numbers one has.</summary>
    public required int Classes { get; init; }

    /// <summary>Their names, in the order of the targets; null in stores of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>How many examples have targets.</summary>
    public required int Examples { get; init; }

    /// <summary>How many classes a top-k store keeps; null for the other kinds.</summary>
    public int? TopK { get; init; }

    /// <summary>The temperatures that the store serves, ascending; empty when it serves every one.</summary>
    public required IReadOnlyList<double> Temperatures { get; init; }

    /// <summary>The temperature at which the stored values are log-probabilities (up to a number added to all): 1 for logits.</summary>
    public required double ValuesTemperature { get; init; }

    /// <summary>The weights of the members, summing to one; null unless the kind is <see cref="TargetKind.Members"/>.</summary>
    public IReadOnlyList<double>? MemberWeights { get; init; }

    /// <summary>How the members' answers become one beside their weights; null for their arithmetic mean, and for the other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemberMean? MemberMean { get; init; }

    /// <summary>Examples in each file but the last.</summary>
    public required int RowsPerShard { get; init; }

    /// <summary>Examples that the teacher saw at once, counted from the start of each file.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Who gave the targets.</summary>
    public required StoreOrigin Teacher { get; init; }

    /// <summary>The data set whose row numbers the store uses.</summary>
    public required StoreOrigin Source { get; init; }

    /// <summary>The rows of the data set that have targets, in their order.</summary>
    public required StoreOrigin View { get; init; }

    /// <summary>How the teacher received the examples: shape, element type, and that nothing augmented them.</summary>
    public required StoreOrigin Preprocessing { get; init; }

    /// <summary>How the members' answers become one.</summary>
    [JsonIgnore]
    public MemberMean Combination => MemberMean ?? MemberMean.Plain;

    /// <summary>Whether it keeps vectors, and no soft targets.</summary>
    [JsonIgnore]
    public bool HasVectors => Kind is TargetKind.Vectors or TargetKind.ByteVectors;

    /// <summary>What it keeps, in words.</summary>
    [JsonIgnore]
    public string Noun => HasVectors ? "vectors" : "soft targets";

    /// <summary>How many files there are.</summary>
    [JsonIgnore]
    public int ShardCount => (int)(((long)Examples + RowsPerShard - 1) / RowsPerShard);

    /// <summary>Bytes that one example takes in a file, its row number included.</summary>
    [JsonIgnore]
    public long BytesPerExample => TargetColumn.Of(this).Sum(column => column.BytesPerRow);

    /// <summary>Covers every property but the names of the classes, which decide nothing of the content.</summary>
    [JsonIgnore]
    public Fingerprint Fingerprint => Fingerprint.Of(JsonSerializer.Serialize(this with { ClassNames = null }, RunJson.Options));

    /// <summary>Examples in the file with this number.</summary>
    public int RowsIn(int shard) => Math.Min(RowsPerShard, Examples - (shard * RowsPerShard));

    /// <summary>The name of the file with this number, for example "targets-00000-of-00008.safetensors".</summary>
    public string ShardName(int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"targets-{shard:00000}-of-{ShardCount:00000}.safetensors");

    /// <summary>"every temperature", or the list of those that the store serves.</summary>
    public string TemperatureText() => Temperatures.Count == 0
        ? "every temperature"
        : "T = " + string.Join(", ", Temperatures.Select(t => t.ToString(CultureInfo.InvariantCulture)));

    /// <summary>One sentence for each property in which <paramref name="stored"/> is another, with both values.</summary>
    public IEnumerable<string> DifferencesFrom(StorePlan stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return Facts().Zip(stored.Facts())
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => $"The {pair.First.Name} there is {pair.Second.Value}, and here {pair.First.Value}.");
    }

    /// <summary>What is impossible or contradictory in this plan.</summary>
    public IEnumerable<string> Problems()
    {
        if (Classes < 1 || Examples < 1 || RowsPerShard < 1 || BatchSize is < 1 or > LargestBatch)
        {
            yield return $"{Examples} examples of {Classes} classes, {RowsPerShard} in a file, in batches of {BatchSize}: "
                + "each must be at least 1.";
            yield break;
        }

        if (ClassNames is { } names && names.Count != Classes)
        {
            yield return $"{names.Count} names for {Classes} classes.";
        }

        if (!Temperatures.Append(ValuesTemperature).All(Distill.Temperatures.IsInRange) || !Temperatures.Order().SequenceEqual(Temperatures))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"temperatures must ascend and lie from {Distill.Temperatures.Lowest} to {Distill.Temperatures.Highest}.");
        }

        string[] kindProblems = [.. KindProblems()];
        foreach (string problem in kindProblems)
        {
            yield return problem;
        }

        if (new[] { Teacher, Source, View, Preprocessing }.Any(origin => !IsFingerprint(origin.Fingerprint)))
        {
            yield return "a fingerprint is not 32 hexadecimal digits.";
        }

        if (kindProblems.Length == 0 && BytesPerExample > LargestShard / Math.Min(RowsPerShard, Examples))
        {
            yield return $"a file of {RowsPerShard} examples of {BytesPerExample} bytes each is larger than "
                + $"{LargestShard} bytes; put fewer examples in a file.";
        }
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("teacher", Teacher.ToString());
        yield return ("data set", Source.ToString());
        yield return ("view", View.ToString());
        yield return ("preprocessing", Preprocessing.ToString());
        yield return ("kind", Kind.ToString());
        yield return ("number of classes", Text(Classes));
        yield return ("number of examples", Text(Examples));
        yield return ("top-k", Text(TopK));
        yield return ("temperature", TemperatureText());
        yield return ("temperature of the values", Text(ValuesTemperature));
        yield return ("list of member weights", string.Join(", ", (MemberWeights ?? []).Select(weight => Text(weight))));
        yield return ("mean of the members", Kind == TargetKind.Members ? Combination.ToString() : "none");
        yield return ("number of rows per shard", Text(RowsPerShard));
        yield return ("batch size", Text(BatchSize));

        static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "none";
    }

    private IEnumerable<string> KindProblems()
    {
        if (Kind == TargetKind.TopK != TopK is not null || TopK < 1 || TopK >= Classes)
        {
            yield return $"kind {Kind} with top-k {TopK?.ToString(CultureInfo.InvariantCulture) ?? "null"} of {Classes} classes.";
        }

        if (Kind == TargetKind.Members != MemberWeights is { Count: > 0 } || !(MemberWeights?.All(weight => weight is > 0 and <= 1) ?? true))
        {
            yield return $"kind {Kind} with {MemberWeights?.Count ?? 0} member weights, each to lie between 0 and 1.";
        }

        if (MemberMean?.Problem(MemberWeights?.Count ?? 0, Classes) is { } problem)
        {
            yield return $"{problem}.";
        }
        else if (MemberMean is { } mean && (Kind != TargetKind.Members || mean.IsPlain))
        {
            yield return $"kind {Kind} with {mean}.";
        }

        bool temperaturesFit = Kind switch
        {
            TargetKind.Logits or TargetKind.Members or TargetKind.Vectors or TargetKind.ByteVectors => Temperatures.Count == 0 && ValuesTemperature == 1,
            TargetKind.Distribution => Temperatures is [var only] && only == ValuesTemperature,
            _ => Temperatures is [var only] && only == ValuesTemperature || (Temperatures.Count > 0 && ValuesTemperature == 1),
        };
        if (!temperaturesFit)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"kind {Kind} with values at T = {ValuesTemperature} for {TemperatureText()}.");
        }
    }

    private static bool IsFingerprint(Fingerprint fingerprint) =>
        fingerprint.Value is { Length: 32 } digits && digits.All(char.IsAsciiHexDigitLower);
}
