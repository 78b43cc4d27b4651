using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Specialists;

/// <summary>
/// A generalist and its specialists as one teacher (sections 5.4 and 5.5 of the paper): for each example the specialists whose
/// sets hold one of the generalist's top classes are asked, and their distributions and the generalist's combined by
/// <see cref="KlCombination"/>. Owns its members and disposes them.
/// </summary>
public sealed class SpecialistEnsemble : ITeacher
{
    private readonly ITeacher generalist;
    private readonly ITeacher[] specialists;
    private readonly ActiveSpecialists called;
    private readonly ThreadLocal<KlCombination> combinations;

    /// <summary>Combines teachers, which this one owns from here on.</summary>
    /// <param name="generalist">Tells all classes apart.</param>
    /// <param name="specialists">One for each set: its classes, ascending, then the dustbin.</param>
    /// <param name="sets">The classes of each.</param>
    /// <param name="topClasses">n: how many of the generalist's most probable classes call their specialists; the paper has 1.</param>
    /// <exception cref="DistillException">Members and sets do not fit together; all such errors in one message.</exception>
    public SpecialistEnsemble(ITeacher generalist, IReadOnlyList<ITeacher> specialists, ClassSets sets, int topClasses = 1)
    {
        ArgumentNullException.ThrowIfNull(generalist);
        ArgumentNullException.ThrowIfNull(specialists);
        ArgumentNullException.ThrowIfNull(sets);
        string[] problems = [.. Problems(generalist, specialists, sets, topClasses)];
        if (problems.Length > 0)
        {
            throw new DistillException("These specialists cannot be combined: " + string.Join(" ", problems));
        }

        (this.generalist, this.specialists, Sets, TopClasses) = (generalist, [.. specialists], sets, topClasses);
        called = new ActiveSpecialists(sets, topClasses);
        combinations = new ThreadLocal<KlCombination>(() => new KlCombination(sets));
        Name = $"{generalist.Name} with {specialists.Count} specialists";
        using var builder = new FingerprintBuilder();
        builder.Add("specialists").Add(generalist.Fingerprint.Value).Add(topClasses);
        for (var number = 0; number < specialists.Count; number++)
        {
            builder.Add(specialists[number].Fingerprint.Value);
            foreach (var own in sets[number])
            {
                builder.Add(own);
            }
        }

        Fingerprint = builder.Build();
    }

    /// <summary>The classes of each specialist.</summary>
    public ClassSets Sets { get; }

    /// <summary>n: how many of the generalist's most probable classes call their specialists.</summary>
    public int TopClasses { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes => generalist.Classes;

    /// <summary>Covers the members, their sets and n.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => generalist.SeesInputs && specialists.All(member => member.SeesInputs);

    /// <summary>True: the logarithm of the combined distribution is its logits, and a temperature softens these.</summary>
    public bool HasLogits => true;

    /// <inheritdoc/>
    /// <exception cref="DistillException">A member does not know a row, gives only its most probable classes, or another shape of examples is its own.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var general = MemberAnswers.Of(generalist, batch);
        var active = Enumerable.Range(0, batch.Size).Select(example => called.Of(general.AsSpan(example * Classes, Classes))).ToArray();
        var answers = Ask(batch, active);
        var combined = new float[general.Length];
        Parallel.For(0, batch.Size, example =>
        {
            var row = example * Classes;
            combinations.Value!.Combine(general.AsSpan(row, Classes), active[example], answers[example], combined.AsSpan(row, Classes));
        });
        using var logits = tensor(combined, [batch.Size, Classes]);
        return new SoftTargets(logits.DivideBy(temperature).log_softmax(-1), temperature);
    }

    /// <summary>How the answer about one example comes about.</summary>
    /// <param name="example">A batch of one.</param>
    /// <exception cref="DistillException">As for <see cref="Targets"/>.</exception>
    internal CombinationSteps Explain(Batch example)
    {
        var general = MemberAnswers.Of(generalist, example);
        int[][] active = [called.Of(general)];
        var answers = new List<(int Specialist, float[] Answer)>();
        MemberAnswers.Ask(specialists, example, active, (_, answer) => answers.Add((active[0][answers.Count], answer.ToArray())));
        var combined = Enumerable.Range(1, answers.Count).Select(count =>
        {
            var q = new float[Classes];
            combinations.Value!.Combine(general, active[0].AsSpan(0, count), answers.Take(count).SelectMany(answer => answer.Answer).ToArray(), q);
            return q;
        });
        return new CombinationSteps(general, answers, [.. combined]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        combinations.Dispose();
        generalist.Dispose();
        Array.ForEach(specialists, member => member.Dispose());
    }

    private static IEnumerable<string> Problems(ITeacher generalist, IReadOnlyList<ITeacher> specialists, ClassSets sets, int topClasses)
    {
        if (generalist.Classes != sets.Classes)
        {
            yield return $"{generalist.Name} has {generalist.Classes} classes, and the sets are of {sets.Classes}.";
        }

        if (topClasses < 1 || topClasses > sets.Classes)
        {
            yield return $"The top {topClasses} classes cannot be taken; expected 1 to {sets.Classes}.";
        }

        if (specialists.Count != sets.Count)
        {
            yield return $"There are {specialists.Count} specialists for {sets.Count} sets; give one for each.";
            yield break;
        }

        for (var number = 0; number < specialists.Count; number++)
        {
            if (specialists[number].Classes != sets[number].Length + 1)
            {
                yield return $"Specialist {number + 1}, {specialists[number].Name}, has {specialists[number].Classes} outputs; its set and the dustbin are {sets[number].Length + 1}.";
            }
        }
    }

    // For each example the answers of its active specialists, one after the other.
    private float[][] Ask(Batch batch, int[][] active)
    {
        var answers = active.Select(numbers => new float[numbers.Sum(number => specialists[number].Classes)]).ToArray();
        var filled = new int[batch.Size];
        MemberAnswers.Ask(specialists, batch, active, (example, answer) =>
        {
            answer.CopyTo(answers[example].AsSpan(filled[example]));
            filled[example] += answer.Length;
        });
        return answers;
    }
}
