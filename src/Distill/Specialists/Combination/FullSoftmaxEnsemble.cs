using System.Numerics.Tensors;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Specialists;

/// <summary>
/// A generalist and its specialists with a full softmax (section 6.1 of the paper) as one teacher: for each example the
/// geometric mean of the generalist and of the specialists whose sets hold one of its top classes. It is the q of the least
/// KL(q, p^g) + Σ KL(q, p^m); without a dustbin there is nothing else to solve. Owns its members and disposes them.
/// </summary>
public sealed class FullSoftmaxEnsemble : ITeacher
{
    private readonly ITeacher generalist;
    private readonly ITeacher[] specialists;
    private readonly ActiveSpecialists called;

    /// <summary>Combines teachers, which this one owns from here on.</summary>
    /// <param name="generalist">Tells all classes apart.</param>
    /// <param name="specialists">One for each set; each has all classes too.</param>
    /// <param name="sets">The classes of each.</param>
    /// <param name="topClasses">n: how many of the generalist's most probable classes call their specialists.</param>
    /// <exception cref="DistillException">Members and sets do not fit together; all such errors in one message.</exception>
    public FullSoftmaxEnsemble(ITeacher generalist, IReadOnlyList<ITeacher> specialists, ClassSets sets, int topClasses = 1)
    {
        ArgumentNullException.ThrowIfNull(generalist);
        ArgumentNullException.ThrowIfNull(specialists);
        ArgumentNullException.ThrowIfNull(sets);
        string[] problems = [.. Problems(generalist, specialists, sets, topClasses)];
        if (problems.Length > 0)
        {
            throw new DistillException("These specialists cannot be combined: " + string.Join(" ", problems));
        }

        (this.generalist, this.specialists) = (generalist, [.. specialists]);
        called = new ActiveSpecialists(sets, topClasses);
        Name = $"{generalist.Name} with {specialists.Count} specialists of a full softmax";
        using var builder = new FingerprintBuilder();
        builder.Add("full softmax specialists").Add(generalist.Fingerprint.Value).Add(topClasses);
        for (var number = 0; number < specialists.Count; number++)
        {
            builder.Add(specialists[number].Fingerprint.Value).Add(string.Join(' ', sets[number].ToArray()));
        }

        Fingerprint = builder.Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes => generalist.Classes;

    /// <summary>Covers the members, their sets and n.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => generalist.SeesInputs && specialists.All(member => member.SeesInputs);

    /// <summary>True: the mean of the logarithms is its logits, and a temperature softens these.</summary>
    public bool HasLogits => true;

    /// <inheritdoc/>
    /// <exception cref="DistillException">A member does not know a row, gives only its most probable classes, or another shape of examples is its own.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var sum = MemberAnswers.Of(generalist, batch);
        var active = Enumerable.Range(0, batch.Size).Select(example => called.Of(sum.AsSpan(example * Classes, Classes))).ToArray();
        MemberAnswers.Ask(specialists, batch, active, (example, answer) =>
        {
            var row = sum.AsSpan(example * Classes, Classes);
            TensorPrimitives.Add(row, answer, row);
        });

        using var logits = tensor(sum, [batch.Size, Classes]);
        using var scale = tensor(active.Select(numbers => (float)(temperature * (1 + numbers.Length))).ToArray(), [batch.Size, 1]);
        return new SoftTargets(logits.div_(scale).log_softmax(-1), temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        generalist.Dispose();
        Array.ForEach(specialists, member => member.Dispose());
    }

    private static IEnumerable<string> Problems(ITeacher generalist, IReadOnlyList<ITeacher> specialists, ClassSets sets, int topClasses)
    {
        if (specialists.Count != sets.Count)
        {
            yield return $"There are {specialists.Count} specialists for {sets.Count} sets; give one for each.";
        }

        foreach (var member in specialists.Prepend(generalist).Where(member => member.Classes != sets.Classes))
        {
            yield return $"{member.Name} has {member.Classes} classes, and the sets are of {sets.Classes}.";
        }

        if (topClasses < 1 || topClasses > sets.Classes)
        {
            yield return $"The top {topClasses} classes cannot be taken; expected 1 to {sets.Classes}.";
        }
    }
}
