using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// A model's distributions over some cases, in managed memory: 4 bytes a class and case. For sets too large for that,
/// <see cref="Evaluator"/> measures a model without keeping them.
/// </summary>
public sealed class Predictions
{
    private readonly float[] logProbabilities;
    private readonly long[] labels;
    private readonly long[] rows;

    /// <summary>Takes over the arrays; they must not change afterwards.</summary>
    /// <param name="name">Whose predictions these are, for tables and messages.</param>
    /// <param name="classes">How many classes there are, 1 or more.</param>
    /// <param name="logProbabilities">[cases, classes] in row-major order: natural logarithms at temperature 1.</param>
    /// <param name="labels">[cases]: the label of each case, −1 where it has none.</param>
    /// <param name="rows">[cases]: the row of each case in its source.</param>
    /// <exception cref="DistillException">A row holds NaN or does not sum to one.</exception>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public Predictions(string name, int classes, float[] logProbabilities, long[] labels, long[] rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(logProbabilities);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (labels.Length != rows.Length || logProbabilities.Length != (long)rows.Length * classes)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of {classes} classes need as many labels and {(long)rows.Length * classes} log-probabilities; "
                + $"found {labels.Length} and {logProbabilities.Length}.");
        }

        (Name, Classes) = (name, classes);
        (this.logProbabilities, this.labels, this.rows) = (logProbabilities, labels, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            LogProbabilityCheck.RequireDistribution(LogProbabilityRow.Moments(Case(i)).Sum, rows[i], name);
        }
    }

    /// <summary>Whose predictions these are.</summary>
    public string Name { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many cases there are.</summary>
    public int Count => rows.Length;

    /// <summary>[cases, classes] in row-major order: natural logarithms at temperature 1.</summary>
    public ReadOnlySpan<float> LogProbabilities => logProbabilities;

    /// <summary>The label of each case; −1 where it has none.</summary>
    public ReadOnlySpan<long> Labels => labels;

    /// <summary>The row of each case in its source.</summary>
    public ReadOnlySpan<long> Rows => rows;

    /// <summary>[classes]: the log-probabilities of one case.</summary>
    public ReadOnlySpan<float> Case(int index) => logProbabilities.AsSpan(index * Classes, Classes);

    /// <summary>The most probable class of one case; of equally probable ones the lowest.</summary>
    public int PredictedClass(int index) => LogProbabilityRow.ArgMax(Case(index));

    /// <summary>
    /// How much this model counts for each class in an ensemble, from cases that no member learned from: of the cases of a class the share that it
    /// has right, (right + 1) / (cases + 2), so that a class without cases counts a half and none counts nothing.
    /// </summary>
    /// <returns>[classes], between 0 and 1; cases without a label do not count.</returns>
    public double[] ClassWeights()
    {
        var (right, all) = (new int[Classes], new int[Classes]);
        for (var index = 0; index < Count; index++)
        {
            if (labels[index] >= 0)
            {
                all[labels[index]]++;
                right[labels[index]] += PredictedClass(index) == labels[index] ? 1 : 0;
            }
        }

        return [.. right.Zip(all, (hits, cases) => (hits + 1) / (cases + 2.0))];
    }

    /// <summary>The log-probability of the most probable class of each case.</summary>
    internal float[] Confidences() => [.. Enumerable.Range(0, Count).Select(index => Case(index)[PredictedClass(index)])];

    /// <summary>Measures these predictions, and compares them with a teacher's of the same cases.</summary>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <param name="teacher">The teacher's predictions of the same cases in the same order; null for none.</param>
    /// <exception cref="DistillException">A label is missing or out of range, or the teacher's cases or classes are others.</exception>
    public ModelEvaluation Evaluate(MetricOptions? options = null, Predictions? teacher = null)
    {
        var metrics = new MetricAccumulator(Classes, options);
        metrics.Add(logProbabilities, labels, rows);
        return new ModelEvaluation(Name, metrics.Result(), teacher is null ? null : CompareWith(teacher), metrics.Scores());
    }

    private TeacherAgreement CompareWith(Predictions teacher)
    {
        SameClasses.Require(Name, Classes, teacher.Name, teacher.Classes);
        if (!teacher.Rows.SequenceEqual(rows))
        {
            throw new DistillException(
                $"The predictions of {teacher.Name} and {Name} are of other cases or in another order. Make both from the same view.");
        }

        var agreement = new AgreementAccumulator(Classes);
        agreement.Add(teacher.LogProbabilities, logProbabilities, rows);
        return agreement.Result();
    }
}
