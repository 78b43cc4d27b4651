using Distill.Data;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Teachers;

/// <summary>
/// Soft targets from a store in place of the teacher that gave them: found by the rows of a batch, whatever the shuffling.
/// Owns the store.
/// </summary>
public sealed class StoredTeacher : ITeacher
{
    private readonly SoftTargetStore store;

    private StoredTeacher(SoftTargetStore store)
    {
        this.store = store;
    }

    /// <inheritdoc/>
    public string Name => $"stored targets of {store.Plan.Teacher.Name}";

    /// <inheritdoc/>
    public int Classes => store.Plan.Classes;

    /// <summary>The store's: it covers every byte, so a store that was made anew counts as another teacher.</summary>
    public Fingerprint Fingerprint => store.Fingerprint;

    /// <summary>False: the targets belong to the plain view of each row.</summary>
    public bool SeesInputs => false;

    /// <inheritdoc/>
    public bool HasLogits => store.Plan.Kind == TargetKind.Logits;

    /// <summary>Whether the answers of each of several members are stored: those of a mean without logits of its own, labelled for every temperature.</summary>
    public bool KnowsAgreement => store.HasMembers;

    /// <inheritdoc/>
    public bool Serves(double temperature) => store.Serves(temperature);

    /// <summary>What the store holds and was made from.</summary>
    internal StorePlan Plan => store.Plan;

    /// <summary>Opens a store for the examples that are to be trained on.</summary>
    /// <param name="path">The store's folder.</param>
    /// <param name="view">What the targets are for: the view that was labelled, or a part of it.</param>
    /// <param name="teacher">Who must have given the targets; null accepts any teacher.</param>
    /// <param name="checkContent">
    /// Whether to compare each file with its checksum, but for those of a store of 256 MB or more that were right before and have not changed since, by
    /// their size and time.
    /// </param>
    /// <param name="progress">Told of files that are compared.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="DistillException">
    /// There is no whole store, it is damaged, or it was made from another data set, view, order of rows, or teacher: the
    /// message has both fingerprints.
    /// </exception>
    public static StoredTeacher Open(string path, ExampleView view, ITeacher? teacher = null, bool checkContent = true, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        var store = SoftTargetStore.Open(path, checkContent, progress, cancellationToken);
        try
        {
            StoreMatch.Require(store, view, teacher);
            return new StoredTeacher(store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The classes of a store's targets, in their order, before there are data; null where the store does not name them.</summary>
    /// <param name="path">The store's folder.</param>
    /// <exception cref="DistillException">There is no whole store.</exception>
    public static IReadOnlyList<string>? ClassNames(string path)
    {
        using var store = SoftTargetStore.Open(path, checkContent: false);
        store.RequireTargets();
        return store.Plan.ClassNames;
    }

    /// <summary>Opens a store of vectors, which <see cref="Labeller.StoreVectors"/> made, for the examples that are to be trained on.</summary>
    /// <param name="path">The store's folder.</param>
    /// <param name="view">What the vectors are of: the view that was stored, or a part of it.</param>
    /// <exception cref="DistillException">There is no whole store of vectors, it is damaged, or it was made from another data set, view or order of rows.</exception>
    public static IVectorTeacher OpenVectors(string path, ExampleView view) => StoredVectors.Open(path, view);

    /// <inheritdoc/>
    /// <exception cref="DistillException">The store does not serve that temperature, or has no targets for a row.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return store.Targets(batch.Rows, temperature);
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">As <see cref="Targets"/> says; or the store does not keep the answers of each of several teachers.</exception>
    public SoftTargets TargetsWithAgreement(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return KnowsAgreement
            ? store.Targets(batch.Rows, temperature, withAgreement: true)
            : throw new DistillException($"{store.Path} does not keep what each of several teachers said, so it says nothing of their agreement. {SoftTargetStore.MembersRemedy}.");
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
