using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>
/// Vectors from a store in place of the teacher that gave them: found by the rows of a batch, whatever the shuffling. The store is
/// one of the files, checksums and parts of soft targets. Owns the store.
/// </summary>
internal sealed class StoredVectors : IVectorTeacher
{
    private readonly SoftTargetStore store;

    private StoredVectors(SoftTargetStore store)
    {
        this.store = store;
    }

    /// <inheritdoc/>
    public string Name => $"stored vectors of {store.Plan.Teacher.Name}";

    /// <inheritdoc/>
    public int Dimensions => store.Plan.Classes;

    /// <summary>The store's: it covers every byte.</summary>
    public Fingerprint Fingerprint => store.Fingerprint;

    /// <summary>False: a vector belongs to the plain view of its row.</summary>
    public bool SeesInputs => false;

    /// <summary>Opens a store for the examples that are to be trained on.</summary>
    /// <param name="path">The store's folder.</param>
    /// <param name="view">What the vectors are of: the view that was stored, or a part of it.</param>
    /// <exception cref="DistillException">There is no whole store of vectors, it is damaged, or it was made from another data set, view or order of rows.</exception>
    public static StoredVectors Open(string path, ExampleView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var store = SoftTargetStore.Open(path);
        try
        {
            store.RequireVectors();
            StoreMatch.RequireExamples(store, view);
            return new StoredVectors(store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The store has no vector for a row.</exception>
    public Tensor Vectors(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return store.Vectors(batch.Rows);
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
