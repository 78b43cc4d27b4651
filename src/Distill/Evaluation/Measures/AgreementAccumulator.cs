using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>Compares a student with a teacher batch by batch. Not for several threads at once.</summary>
/// <param name="classes">How many classes both tell apart.</param>
internal sealed class AgreementAccumulator(int classes)
{
    private readonly float[] outside = new float[classes];
    private long cases;
    private long same;
    private double divergence;

    /// <summary>Adds cases for which the teacher gives every class.</summary>
    /// <param name="teacher">[cases, classes] log-probabilities at temperature 1.</param>
    /// <param name="student">[cases, classes] log-probabilities at temperature 1.</param>
    /// <param name="rows">[cases]: the row of each case in its source.</param>
    /// <exception cref="DistillException">A row of either holds NaN or does not sum to one.</exception>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void Add(ReadOnlySpan<float> teacher, ReadOnlySpan<float> student, ReadOnlySpan<long> rows)
    {
        RequireLength(teacher, rows.Length, classes);
        RequireLength(student, rows.Length, classes);
        for (var i = 0; i < rows.Length; i++)
        {
            var p = teacher.Slice(i * classes, classes);
            var q = student.Slice(i * classes, classes);
            RequireDistributions(p, q, rows[i]);
            Count(LogProbabilityRow.ArgMax(p) == LogProbabilityRow.ArgMax(q), LogProbabilityRow.Divergence(p, q));
        }
    }

    /// <summary>Adds cases for which the teacher gives its most probable classes and the remaining mass.</summary>
    /// <param name="teacher">[cases, k + 1] log-probabilities at temperature 1; the last column is all other classes together.</param>
    /// <param name="support">[cases, k]: the different class numbers of the first k columns.</param>
    /// <param name="student">[cases, classes] log-probabilities at temperature 1.</param>
    /// <param name="rows">[cases]: the row of each case in its source.</param>
    /// <exception cref="DistillException">A row of either holds NaN or does not sum to one.</exception>
    /// <exception cref="ArgumentException">The lengths do not agree, or a class number is out of range.</exception>
    public void AddSparse(ReadOnlySpan<float> teacher, ReadOnlySpan<long> support, ReadOnlySpan<float> student, ReadOnlySpan<long> rows)
    {
        var k = rows.Length == 0 ? 0 : support.Length / rows.Length;
        RequireLength(teacher, rows.Length, k + 1);
        RequireLength(support, rows.Length, k);
        RequireLength(student, rows.Length, classes);
        for (var i = 0; i < rows.Length; i++)
        {
            var p = teacher.Slice(i * (k + 1), k + 1);
            var q = student.Slice(i * classes, classes);
            RequireDistributions(p, q, rows[i]);
            AddSparseCase(p, support.Slice(i * k, k), q);
        }
    }

    /// <summary>The measurements over all cases so far.</summary>
    /// <exception cref="DistillException">There were no cases.</exception>
    public TeacherAgreement Result() => cases == 0
        ? throw new DistillException("There are no cases to compare with the teacher: the data set or view is empty.")
        : new TeacherAgreement(cases, same, divergence / cases);

    private void AddSparseCase(ReadOnlySpan<float> p, ReadOnlySpan<long> classesOfP, ReadOnlySpan<float> q)
    {
        q.CopyTo(outside);
        var sum = 0.0;
        int best = 0;
        for (var j = 0; j < classesOfP.Length; j++)
        {
            var c = classesOfP[j];
            if (c < 0 || c >= classes)
            {
                throw new ArgumentException($"The support names class {c}; there are {classes} (0 to {classes - 1}).", nameof(classesOfP));
            }

            sum += LogProbabilityRow.Divergence(p[j], q[(int)c]);
            outside[(int)c] = float.NegativeInfinity;
            if (p[j] > p[best] || (p[j] == p[best] && c < classesOfP[best]))
            {
                best = j;
            }
        }

        // Summed over the other classes rather than taken as 1 − the rest, which would leave only rounding errors.
        var remaining = Math.Log(LogProbabilityRow.Moments(outside).Sum);
        sum += LogProbabilityRow.Divergence(p[^1], remaining);
        Count(classesOfP.Length > 0 && classesOfP[best] == LogProbabilityRow.ArgMax(q), Math.Max(sum, 0));
    }

    private void Count(bool sameClass, double caseDivergence)
    {
        cases++;
        same += sameClass ? 1 : 0;
        divergence += caseDivergence;
    }

    private static void RequireDistributions(ReadOnlySpan<float> teacher, ReadOnlySpan<float> student, long row)
    {
        LogProbabilityCheck.RequireDistribution(LogProbabilityRow.Moments(teacher).Sum, row, "the teacher");
        LogProbabilityCheck.RequireDistribution(LogProbabilityRow.Moments(student).Sum, row, "the student");
    }

    private static void RequireLength<T>(ReadOnlySpan<T> values, int cases, int columns)
    {
        if (values.Length != (long)cases * columns)
        {
            throw new ArgumentException($"{cases} cases of {columns} columns need {(long)cases * columns} numbers; found {values.Length}.");
        }
    }
}
