using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Jobs.Teachers;

/// <summary>A teacher of tables that takes the columns of the data in another order. Owns the teacher.</summary>
internal sealed class ReorderedTeacher : ITeacher
{
    private readonly ITeacher teacher;
    private readonly Tensor places;

    private ReorderedTeacher(ITeacher teacher, IReadOnlyList<int> order)
    {
        this.teacher = teacher;
        places = tensor(order.Select(place => (long)place).ToArray(), ScalarType.Int64).DetachFromDisposeScope();
        Fingerprint = Fingerprint.Of("columns", teacher.Fingerprint.Value, string.Join(' ', order));
    }

    public string Name => teacher.Name;

    public int Classes => teacher.Classes;

    public Fingerprint Fingerprint { get; }

    public bool SeesInputs => teacher.SeesInputs;

    public bool HasLogits => teacher.HasLogits;

    public bool KnowsAgreement => teacher.KnowsAgreement;

    public bool Serves(double temperature) => teacher.Serves(temperature);

    /// <summary>The teacher itself where it takes the columns as they come.</summary>
    /// <param name="teacher">Disposed with what is returned.</param>
    /// <param name="order">The data's column for each of its own; null for the same.</param>
    public static ITeacher Of(ITeacher teacher, IReadOnlyList<int>? order) => order is null ? teacher : new ReorderedTeacher(teacher, order);

    public SoftTargets Targets(Batch batch, double temperature)
    {
        using var reordered = Reordered(batch);
        return teacher.Targets(reordered, temperature);
    }

    public SoftTargets TargetsWithAgreement(Batch batch, double temperature)
    {
        using var reordered = Reordered(batch);
        return teacher.TargetsWithAgreement(reordered, temperature);
    }

    public void Dispose()
    {
        places.Dispose();
        teacher.Dispose();
    }

    private Batch Reordered(Batch batch) => new(batch.Inputs.index_select(1, places), batch.Labels.alias(), [.. batch.Rows]);
}
