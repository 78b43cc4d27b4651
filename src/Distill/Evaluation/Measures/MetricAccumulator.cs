using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// Measures a model batch by batch, so that no more than one batch of distributions is ever in memory. Cases may come
/// in any grouping: the sums are the same to the last bit. Not for several threads at once.
/// </summary>
internal sealed class MetricAccumulator
{
    private readonly MetricOptions options;
    private readonly ReliabilityAccumulator reliability;
    private readonly ConfusionCounts confusions;
    private readonly long[] within;
    private readonly List<long> rows = [];
    private readonly List<int> labels = [];
    private readonly List<int> predictions = [];
    private readonly List<float> negativeLogs = [];
    private long cases;
    private long errors;
    private double nll;
    private double brier;

    /// <summary>An accumulator without cases.</summary>
    /// <param name="classes">How many classes the model tells apart, 1 or more.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public MetricAccumulator(int classes, MetricOptions? options = null)
    {
        this.options = options ?? new MetricOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.ReliabilityBins, 1);
        foreach (var k in this.options.TopK)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        }

        reliability = new ReliabilityAccumulator(this.options.ReliabilityBins);
        confusions = new ConfusionCounts(classes);
        within = new long[this.options.TopK.Count];
    }

    /// <summary>How many classes the model tells apart.</summary>
    public int Classes => confusions.Classes;

    /// <summary>Adds cases.</summary>
    /// <param name="logProbabilities">[cases, classes] in row-major order: natural logarithms at temperature 1.</param>
    /// <param name="caseLabels">[cases]: 0 to classes − 1.</param>
    /// <param name="caseRows">[cases]: the row of each case in its source.</param>
    /// <exception cref="DistillException">A row holds NaN or does not sum to one, or its label is missing or out of range.</exception>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void Add(ReadOnlySpan<float> logProbabilities, ReadOnlySpan<long> caseLabels, ReadOnlySpan<long> caseRows)
    {
        if (caseLabels.Length != caseRows.Length || logProbabilities.Length != (long)caseRows.Length * Classes)
        {
            throw new ArgumentException(
                $"{caseRows.Length} rows of {Classes} classes need as many labels and {(long)caseRows.Length * Classes} log-probabilities; "
                + $"found {caseLabels.Length} and {logProbabilities.Length}.");
        }

        for (var i = 0; i < caseRows.Length; i++)
        {
            AddCase(logProbabilities.Slice(i * Classes, Classes), caseLabels[i], caseRows[i]);
        }
    }

    /// <summary>The measurements over all cases so far.</summary>
    /// <exception cref="DistillException">There were no cases.</exception>
    public Metrics Result()
    {
        if (cases == 0)
        {
            throw new DistillException("There are no cases to evaluate: the data set or view is empty.");
        }

        var bins = reliability.Bins();
        return new Metrics(
            cases,
            errors,
            [.. options.TopK.Select((k, i) => (k, (double)within[i] / cases))],
            nll / cases,
            brier / cases,
            bins.Sum(bin => (double)bin.Count / cases * Math.Abs(bin.Accuracy - bin.MeanConfidence)),
            bins,
            new ConfusionCounts(confusions));
    }

    /// <summary>What the model made of each case so far; null when the options say not to keep that.</summary>
    public CaseScores? Scores() =>
        options.KeepCases ? new CaseScores([.. rows], [.. labels], [.. predictions], [.. negativeLogs]) : null;

    private void AddCase(ReadOnlySpan<float> logs, long label, long row)
    {
        RequireLabel(label, row);
        var (sum, squares) = LogProbabilityRow.Moments(logs);
        LogProbabilityCheck.RequireDistribution(sum, row, "the model");

        var rank = LogProbabilityRow.Rank(logs, (int)label);
        var predicted = rank == 0 ? (int)label : LogProbabilityRow.ArgMax(logs);
        for (var i = 0; i < within.Length; i++)
        {
            within[i] += rank < options.TopK[i] ? 1 : 0;
        }

        cases++;
        errors += rank == 0 ? 0 : 1;
        nll -= logs[(int)label];
        brier += squares - (2 * Math.Exp(logs[(int)label])) + 1;
        reliability.Add(Math.Exp(logs[predicted]), rank == 0);
        confusions.Add((int)label, predicted);
        if (options.KeepCases)
        {
            rows.Add(row);
            labels.Add((int)label);
            predictions.Add(predicted);
            negativeLogs.Add(-logs[(int)label]);
        }
    }

    private void RequireLabel(long label, long row)
    {
        if (label < 0)
        {
            throw new DistillException(
                $"Row {row} has no label. Evaluation needs a label for every case; leave unlabelled rows out of the view.");
        }

        if (label >= Classes)
        {
            throw new DistillException(
                $"Row {row} has label {label}, but the model has {Classes} classes (0 to {Classes - 1}). "
                + "Evaluate it on the data set that it was made for.");
        }
    }
}
