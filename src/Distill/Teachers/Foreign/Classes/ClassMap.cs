using System.Runtime.InteropServices;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>
/// Which of a teacher's classes stand for each class of the data. Classes of the teacher that stand for nothing are
/// dropped, and the rest is renormalised: their logits are simply not picked. Where several stand for one class, their
/// probabilities at T = 1 are added.
/// </summary>
public sealed class ClassMap
{
    private readonly int[][] teachers;

    /// <summary>A map by numbers.</summary>
    /// <param name="teacherCount">How many classes the teacher tells apart.</param>
    /// <param name="teachers">For each class of the data, in their order, one or more of the teacher's, from 0.</param>
    /// <param name="description">How the map was found, for people.</param>
    /// <exception cref="ArgumentException">A class of the data has none, or one lies outside the teacher's.</exception>
    public ClassMap(int teacherCount, IReadOnlyList<IReadOnlyList<int>> teachers, string description)
    {
        ArgumentNullException.ThrowIfNull(teachers);
        if (teachers.Count == 0 || teachers.Any(group => group.Count == 0 || group.Any(number => number < 0 || number >= teacherCount)))
        {
            throw new ArgumentException($"each class of the data needs classes from 0 to {teacherCount - 1}", nameof(teachers));
        }

        TeacherCount = teacherCount;
        this.teachers = [.. teachers.Select(group => group.ToArray())];
        Description = description;
    }

    /// <summary>How many classes the teacher tells apart.</summary>
    public int TeacherCount { get; }

    /// <summary>How many classes the data have.</summary>
    public int Classes => teachers.Length;

    /// <summary>How the map was found.</summary>
    public string Description { get; }

    /// <summary>For each class of the data the teacher's numbers that stand for it.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Teachers => teachers;

    /// <summary>Whether each class of the teacher stands for the data's class of the same number.</summary>
    public bool IsIdentity => TeacherCount == Classes && teachers.Select((group, c) => group is [var only] && only == c).All(same => same);

    /// <summary>Whether nothing but the order of the classes led to this map.</summary>
    public bool IsByPosition { get; private init; }

    /// <summary>Every class for the one of the same number, because nothing tells more than their order.</summary>
    /// <param name="classes">How many.</param>
    /// <param name="description">Why, for people.</param>
    public static ClassMap ByPosition(int classes, string description) =>
        new(classes, [.. Enumerable.Range(0, classes).Select(c => (IReadOnlyList<int>)[c])], description) { IsByPosition = true };

    /// <summary>Every class for the one of the same number.</summary>
    public static ClassMap Identity(int classes, string description) =>
        new(classes, [.. Enumerable.Range(0, classes).Select(c => (IReadOnlyList<int>)[c])], description);

    /// <summary>Picks and adds.</summary>
    /// <param name="logits">[batch, <see cref="TeacherCount"/>] float32, or log-probabilities.</param>
    /// <returns>[batch, <see cref="Classes"/>] float32; the caller disposes it.</returns>
    public Tensor Apply(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (IsIdentity)
        {
            return logits.alias();
        }

        using var scope = NewDisposeScope();
        if (teachers.All(group => group.Length == 1))
        {
            return logits.index_select(1, tensor(teachers.Select(group => (long)group[0]).ToArray())).MoveToOuterDisposeScope();
        }

        var columns = teachers.Select(group => logits.index_select(1, tensor(group.Select(c => (long)c).ToArray())).logsumexp(1, keepdim: true));
        return cat([.. columns], 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    internal Fingerprint Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        builder.Add("class map").Add(TeacherCount);
        foreach (var group in teachers)
        {
            builder.Add(MemoryMarshal.AsBytes<int>(group));
        }

        return builder.Build();
    }
}
