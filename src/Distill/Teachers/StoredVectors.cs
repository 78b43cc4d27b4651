using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>
/// Vectors from a store in place of the teacher that gave them: found by the rows of a batch, whatever the shuffling. The store is
/// one of the files, checksums and parts of soft targets. Owns the store.
/// </summary>
public sealed class StoredVectors : IVectorTeacher
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

    /// <summary>
    /// Stores the vectors of every example of a view. Killed at any moment and called again with the same arguments, it resumes after
    /// the last whole file and ends with the same bytes.
    /// </summary>
    /// <param name="path">A folder that does not exist, is empty, or holds a store of the same vectors, whole or in part.</param>
    /// <param name="view">The examples, as they are, without augmentation.</param>
    /// <param name="teacher">Whose vectors; not disposed.</param>
    /// <param name="asBytes">A byte for each number and a scale for each vector; false, the default, for f16.</param>
    /// <param name="progress">How many examples have vectors.</param>
    /// <param name="cancellationToken">Stops between two batches; whole files stay.</param>
    /// <exception cref="DistillException">A vector has numbers that are not finite, or the folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string path, ExampleView view, IVectorTeacher teacher, bool asBytes = false,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Labeller.LabelVectors(path, view, teacher, asBytes, progress, cancellationToken);

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
