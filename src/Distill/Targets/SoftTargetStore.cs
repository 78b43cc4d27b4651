using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>
/// Soft targets on disk, memory-mapped: a teacher's knowledge about each row of a data set, read many times faster than
/// it was computed. May be read from several threads at once.
/// </summary>
internal sealed class SoftTargetStore : IDisposable
{
    private readonly StoreFiles files;

    private SoftTargetStore(StoreFiles files)
    {
        this.files = files;
        Fingerprint = Fingerprint.Of([Plan.Fingerprint.Value, .. files.Index.Shards.Select(entry => entry.Sha256)]);
    }

    /// <summary>The folder.</summary>
    public string Path => files.Path;

    /// <summary>What the store holds and was made from.</summary>
    public StorePlan Plan => files.Plan;

    /// <summary>The version of the format with which the labelling began.</summary>
    internal int Version => files.Index.Version;

    /// <summary>Covers what the store was made from and every byte of it.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Opens a store that is whole.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="checkContent">
    /// Whether to compare each file with its checksum, as <see cref="CheckContent"/> does, but for files of 256 MB or more in all that were right
    /// before and have not changed since, by their size and time. An epoch reads every byte anyway, so leave it out only for a few rows of a very large store.
    /// </param>
    /// <param name="progress">Told of files that are compared.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="DistillException">There is no store, it is labelled in part, or it is damaged.</exception>
    public static SoftTargetStore Open(
        string path, bool checkContent = true, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var store = new SoftTargetStore(new StoreFiles(new StoreFolder(path)));
        try
        {
            if (checkContent)
            {
                store.files.CheckContent(StoreFiles.Remembered(path, store.files.Index.Shards), progress, cancellationToken);
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Compares each file with its checksum, and checks that its numbers make sense.</summary>
    /// <exception cref="DistillException">A file is damaged; the message names it.</exception>
    public void CheckContent(IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        files.CheckContent(known: null, progress, cancellationToken);

    /// <exception cref="DistillException">It holds vectors.</exception>
    public void RequireTargets()
    {
        if (Plan.HasVectors)
        {
            throw new DistillException($"{Path} holds vectors of {Plan.Teacher.Name}, and no soft targets. Train with it as vectors, or name a store of soft targets.");
        }
    }

    /// <exception cref="DistillException">It holds soft targets.</exception>
    public void RequireVectors()
    {
        if (!Plan.HasVectors)
        {
            throw new DistillException($"{Path} holds soft targets of {Plan.Teacher.Name}, and no vectors. Train with it as targets, or name a store of vectors.");
        }
    }

    /// <summary>How a store is made that holds the answers of several teachers, in words.</summary>
    public const string MembersRemedy =
        "Label again by an arithmetic mean of two or more models, or weighed by certainty, without a top k and without naming temperatures";

    /// <summary>Whether it holds the answers of several teachers, each its own.</summary>
    public bool HasMembers => Plan.Kind == TargetKind.Members && Plan.MemberWeights!.Count > 1;

    /// <summary>Whether the store can give targets at a temperature.</summary>
    public bool Serves(double temperature) =>
        Plan.Temperatures.Count == 0 ? Temperatures.IsInRange(temperature) : Plan.Temperatures.Contains(temperature);

    /// <summary>The vectors of some rows of the data set, float32 [rows, numbers]; the caller disposes them.</summary>
    /// <param name="rows">Row numbers of the data set, in any order, repeats allowed.</param>
    /// <exception cref="DistillException">The store has none for a row.</exception>
    public Tensor Vectors(ReadOnlySpan<long> rows) => files.Vectors(files.Positions(rows));

    /// <summary>The targets of some rows of the data set; the caller disposes them.</summary>
    /// <param name="rows">Row numbers of the data set, in any order, repeats allowed.</param>
    /// <param name="temperature">One that the store serves.</param>
    /// <param name="withAgreement">Whether to say how much its members agree, of which it has several.</param>
    /// <exception cref="DistillException">The store does not serve that temperature, or has no targets for a row.</exception>
    public SoftTargets Targets(ReadOnlySpan<long> rows, double temperature, bool withAgreement = false)
    {
        if (!Serves(temperature))
        {
            throw new DistillException(TemperatureMessage(temperature));
        }

        int[] positions = files.Positions(rows);
        using var values = files.Values(positions);
        if (Plan.ValuesTemperature != temperature)
        {
            values.MultiplyBy(Plan.ValuesTemperature / temperature);
        }

        return Plan.Kind switch
        {
            TargetKind.Members => OfMembers(values, temperature, withAgreement),
            TargetKind.TopK => MostProbable(values, positions, temperature),
            _ => new SoftTargets(values.log_softmax(-1), temperature),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    private SoftTargets OfMembers(Tensor logits, double temperature, bool withAgreement)
    {
        using var scope = NewDisposeScope();
        var (answers, weights) = (logits.log_softmax(-1), Plan.MemberWeights!);
        var mean = Plan.Combination.Of(answers.unbind(1), weights).MoveToOuterDisposeScope();
        return new SoftTargets(mean, temperature) { Agreement = withAgreement ? MemberAgreement.Of(answers, weights).MoveToOuterDisposeScope() : null };
    }

    private SoftTargets MostProbable(Tensor values, int[] positions, double temperature)
    {
        var classes = files.ClassNumbers(positions);
        using var logRest = files.LogRest(positions, Plan.Temperatures.ToList().IndexOf(temperature));

        // log(1 − rest), by expm1 because the rest may be all but 1.
        using var logKept = logRest.expm1();
        logKept.neg_();
        logKept.log_();
        using var kept = values.log_softmax(-1);
        kept.Add(logKept);
        return new SoftTargets(cat([kept, logRest], -1), temperature, classes);
    }

    private string TemperatureMessage(double temperature)
    {
        string why = Plan.Kind switch
        {
            TargetKind.TopK => "of the classes that it leaves out it keeps the probability at these temperatures alone. "
                + "Distil at one of them, or label again with the temperature that you want.",
            TargetKind.Distribution => "an average at one temperature says nothing of another. Distil at that "
                + "temperature, or label again: with the temperature that you want, or with none to keep every member.",
            _ => string.Join("; ", Temperatures.Problems(temperature)) + ".",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The soft targets at {Path} cannot serve T = {temperature}; they serve {Plan.TemperatureText()}: {why}");
    }
}
