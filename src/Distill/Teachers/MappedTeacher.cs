using Distill.Libtorch;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>
/// A teacher whose classes are named in another order than those of the data, or are more: picks the data's, renormalised. Owns
/// the teacher.
/// </summary>
public sealed class MappedTeacher : ITeacher
{
    private readonly ITeacher teacher;
    private readonly ClassMap map;

    private MappedTeacher(ITeacher teacher, ClassMap map)
    {
        this.teacher = teacher;
        this.map = map;
        Fingerprint = Fingerprint.Of("mapped", teacher.Fingerprint.Value, map.Fingerprint().Value);
    }

    /// <inheritdoc/>
    public string Name => teacher.Name;

    /// <summary>How many classes the data have.</summary>
    public int Classes => map.Classes;

    /// <summary>Covers the teacher's own and the map.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => teacher.SeesInputs;

    /// <inheritdoc/>
    public bool HasLogits => teacher.HasLogits;

    /// <inheritdoc/>
    public bool Serves(double temperature) => teacher.Serves(HasLogits ? 1 : temperature);

    /// <summary>Which of the teacher's classes stand for the data's.</summary>
    /// <param name="teacher">What to call the teacher in messages.</param>
    /// <param name="names">The classes of the teacher, in its order.</param>
    /// <param name="dataNames">The classes of the data, in theirs.</param>
    /// <param name="classMap">A file that says which stand for which; null to go by names.</param>
    /// <exception cref="DistillException">The data have a class that the teacher lacks; all such classes in one message.</exception>
    public static ClassMap Match(string teacher, IReadOnlyList<string> names, IReadOnlyList<string> dataNames, string? classMap = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(dataNames);
        return classMap is null && names.SequenceEqual(dataNames)
            ? ClassMap.Identity(names.Count, $"{names.Count} classes by the names in its file")
            : ClassMatch.Of(teacher, new ForeignClasses(names.Count, names), dataNames, classMap);
    }

    /// <summary>Whether a teacher names every class of the data, so that no map is needed.</summary>
    /// <param name="names">The classes of the teacher.</param>
    /// <param name="dataNames">The classes of the data.</param>
    public static bool Fits(IReadOnlyList<string> names, IReadOnlyList<string> dataNames)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(dataNames);
        return names.SequenceEqual(dataNames) || dataNames.All(new LabelIndex(names).Knows);
    }

    /// <summary>The teacher in the classes of the data: itself where each class has the same number on both sides.</summary>
    /// <param name="teacher">Of <see cref="ClassMap.TeacherCount"/> classes; disposed with what is returned.</param>
    /// <param name="map">Which of its classes stand for the data's.</param>
    /// <exception cref="ArgumentException">The map is for another number of classes.</exception>
    public static ITeacher Of(ITeacher teacher, ClassMap map)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(map);
        return teacher.Classes != map.TeacherCount
            ? throw new ArgumentException($"{teacher.Name} has {teacher.Classes} classes, and the map is for {map.TeacherCount}", nameof(map))
            : map.IsIdentity ? teacher : new MappedTeacher(teacher, map);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Several classes that stand for one add their probabilities at T = 1 where the teacher has logits, and else at T.
    /// </remarks>
    /// <exception cref="DistillException">The teacher gives its most probable classes alone, or cannot answer.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        var asked = HasLogits ? 1 : temperature;
        using var targets = teacher.Targets(batch, asked).ToCpu();
        if (targets.IsSparse)
        {
            throw new DistillException($"{Name} gives only its most probable classes, which cannot be matched with the data's by name.");
        }

        using var quiet = no_grad();
        using var picked = map.Apply(targets.LogProbabilities);
        using var softened = picked.DividedBy(temperature / asked);
        return new SoftTargets(softened.log_softmax(-1), temperature);
    }

    /// <inheritdoc/>
    public void Dispose() => teacher.Dispose();
}
