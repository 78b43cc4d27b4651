using System.Globalization;
using System.Numerics.Tensors;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// The covariance of the probabilities that a generalist gives to its classes, over any number of examples (section 5.3 of
/// the paper): classes that it confuses rise and fall together. One pass, no label, and sums that can be merged, so that parts
/// of the data may be counted apart: whatever the parts and their order, the bits are the same. Memory is 6 bytes for each pair of classes and
/// does not grow with the examples: 1.35 GB for 15,000 classes.
/// </summary>
public sealed class ConfusionCovariance
{
    /// <summary>The most classes that it can count: their pairs then fill the longest array that there can be.</summary>
    public const int MostClasses = 46_340;

    // A sum of so many probabilities is more than 1 by rounding at most.
    private const float MostProbability = 1.001f;

    // Σ (p_i − ε)(p_j − ε) for j ≤ i, row after row; ε is the share of each class that an example does not list.
    private readonly ExactSums products;

    // Σ (p_i − ε), Σ ε (p_i − ε), Σ ε, Σ ε².
    private readonly ExactSums sums;
    private readonly ExactSums restSums;
    private readonly ExactSums rests;

    /// <summary>Begins with no examples.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="mostExamples">
    /// How many examples it can count, in all parts that are merged. Products of two probabilities are rounded to 2⁻⁶⁹ with the default, and more
    /// finely with fewer.
    /// </param>
    /// <exception cref="DistillException">There are fewer than two, or more than <see cref="MostClasses"/>.</exception>
    public ConfusionCovariance(int classes, int mostExamples = 1 << 24)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostExamples);
        if (classes is < 2 or > MostClasses)
        {
            throw new DistillException($"A covariance of {classes} classes cannot be; expected 2 to {MostClasses}.");
        }

        (Classes, MostExamples) = (classes, mostExamples);
        products = new ExactSums(checked((int)((long)classes * (classes + 1) / 2)), mostExamples);
        (sums, restSums, rests) = (new ExactSums(classes, mostExamples), new ExactSums(classes, mostExamples), new ExactSums(2, mostExamples));
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many examples it can count.</summary>
    public int MostExamples { get; }

    /// <summary>How many examples have been counted.</summary>
    public long Count { get; internal set; }

    /// <summary>The sums that it consists of, by name, to be written down or read; the number of examples goes with them.</summary>
    internal IReadOnlyList<(string Name, ExactSums Values)> Sums => [("products", products), ("sums", sums), ("rest_sums", restSums), ("rest", rests)];

    /// <summary>The covariance of two classes' probabilities; 0 before the first example.</summary>
    public double this[int first, int second]
    {
        get
        {
            if (Count == 0)
            {
                return 0;
            }

            var (row, column) = first >= second ? (first, second) : (second, first);
            var product = products[RowStart(row) + column] + restSums[row] + restSums[column] + rests[1];
            return (product / Count) - (Mean(row) * Mean(column));
        }
    }

    /// <summary>The mean probability of a class.</summary>
    public double Mean(int number) => Count == 0 ? 0 : (sums[number] + rests[0]) / Count;

    /// <summary>Whether a class has had the same probability in every example: its variance is then what rounding leaves.</summary>
    internal bool IsConstant(int number) => rests[1] == 0 && Count > 0 && sums.IsMultiple(number, Count) && this[number, number] <= sums.Step;

    /// <summary>The covariance of two classes as a correlation, −1 to 1; 0 where the probability of one never changes.</summary>
    public double Correlation(int first, int second)
    {
        var scale = this[first, first] * this[second, second];
        return scale > 0 ? Math.Clamp(this[first, second] / Math.Sqrt(scale), -1, 1) : 0;
    }

    /// <summary>The pairs of some classes that are confused most: those of the largest covariance, largest first, above 0.</summary>
    /// <param name="classes">Numbers of classes, each once; by custom those of one specialist.</param>
    /// <param name="count">How many pairs at most.</param>
    internal IReadOnlyList<ClassConfusion> MostConfused(ReadOnlySpan<int> classes, int count)
    {
        var pairs = new List<(int First, int Second, double Covariance)>();
        for (var i = 0; i < classes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                pairs.Add((Math.Min(classes[i], classes[j]), Math.Max(classes[i], classes[j]), this[classes[i], classes[j]]));
            }
        }

        return
        [
            .. pairs.Where(pair => pair.Covariance > 0)
                .OrderByDescending(pair => pair.Covariance).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)
                .Take(count)
                .Select(pair => new ClassConfusion(pair.First, pair.Second, pair.Covariance, Correlation(pair.First, pair.Second))),
        ];
    }

    /// <summary>Counts an example of which the probabilities of all classes are known.</summary>
    /// <param name="probabilities">One for each class.</param>
    /// <exception cref="ArgumentException">There are more or fewer, or one is none from 0 to 1.</exception>
    /// <exception cref="InvalidOperationException"><see cref="MostExamples"/> are counted already.</exception>
    public void Add(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != Classes)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities for {Classes} classes.", nameof(probabilities));
        }

        RequireRoom(probabilities);
        for (var row = 0; row < Classes; row++)
        {
            double own = probabilities[row];
            sums.Add(row, own);
            var start = RowStart(row);
            for (var column = 0; column <= row; column++)
            {
                products.Add(start + column, own * probabilities[column]);
            }
        }

        Count++;
    }

    /// <summary>Counts an example of which the most probable classes are known, as a top-k store has it.</summary>
    /// <param name="classes">The classes, ascending.</param>
    /// <param name="probabilities">One for each of them.</param>
    /// <param name="remaining">What the other classes have together, which is taken to be spread evenly.</param>
    /// <exception cref="ArgumentException">The classes do not ascend, do not exist, or have another number of probabilities, or one is none from 0 to 1.</exception>
    /// <exception cref="InvalidOperationException"><see cref="MostExamples"/> are counted already.</exception>
    public void Add(ReadOnlySpan<int> classes, ReadOnlySpan<float> probabilities, float remaining)
    {
        RequireAscending(classes, probabilities.Length);
        RequireRoom(probabilities);
        RequireProbability(remaining, nameof(remaining));
        var share = classes.Length == Classes ? 0 : remaining / (double)(Classes - classes.Length);
        for (var i = 0; i < classes.Length; i++)
        {
            var own = probabilities[i] - share;
            sums.Add(classes[i], own);
            restSums.Add(classes[i], share * own);
            var start = RowStart(classes[i]);
            for (var j = 0; j <= i; j++)
            {
                products.Add(start + classes[j], own * (probabilities[j] - share));
            }
        }

        rests.Add(0, share);
        rests.Add(1, share * share);
        Count++;
    }

    /// <summary>Adds what another part of the data has counted.</summary>
    /// <exception cref="DistillException">It has another number of classes, can count another number of examples, or has too many.</exception>
    public void Merge(ConfusionCovariance other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes || other.MostExamples != MostExamples)
        {
            throw new DistillException($"Covariances of {Classes} classes and at most {MostExamples} examples, and of {other.Classes} and {other.MostExamples}, cannot be merged.");
        }

        foreach (var (mine, theirs) in Sums.Zip(other.Sums))
        {
            mine.Values.Add(0, theirs.Values.High, theirs.Values.Low);
        }

        AddCount(other.Count);
    }

    /// <summary>Counts examples whose sums were added already.</summary>
    /// <exception cref="DistillException">They are more than it can count.</exception>
    internal void AddCount(long examples) => Count = Count + examples is var all && all <= MostExamples
        ? all
        : throw new DistillException($"{all} examples were counted in all, and there is room for {MostExamples}.");

    /// <summary>What stands for each class when classes are clustered.</summary>
    /// <param name="kind">Correlations need every class to vary.</param>
    /// <returns>[classes × classes], a class after the other.</returns>
    internal float[] ToColumns(ConfusionColumns kind)
    {
        var columns = new float[checked(Classes * Classes)];
        var scale = new double[Classes];
        for (var row = 0; row < Classes; row++)
        {
            // What hardly varies may be rounded to nothing, and is then like no other class.
            scale[row] = kind != ConfusionColumns.Correlation ? 1 : this[row, row] is > 0 and var variance ? 1 / Math.Sqrt(variance) : 0;
            for (var column = 0; column <= row; column++)
            {
                columns[(row * Classes) + column] = columns[(column * Classes) + row] = (float)(this[row, column] * scale[row] * scale[column]);
            }
        }

        for (var row = 0; kind == ConfusionColumns.Correlation && row < Classes; row++)
        {
            var values = columns.AsSpan(row * Classes, Classes);
            values[row] = scale[row] > 0 ? values[row] : 1;
            TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        }

        return columns;
    }

    private static int RowStart(int row) => (int)((long)row * (row + 1) / 2);

    private void RequireRoom(ReadOnlySpan<float> probabilities)
    {
        if (Count >= MostExamples)
        {
            throw new InvalidOperationException($"There is room for {MostExamples} examples, and all are counted.");
        }

        foreach (var probability in probabilities)
        {
            RequireProbability(probability, nameof(probabilities));
        }
    }

    private static void RequireProbability(float probability, string name)
    {
        if (!(probability is >= 0 and <= MostProbability))
        {
            throw new ArgumentException($"A probability is {probability.ToString(CultureInfo.InvariantCulture)}; expected 0 to 1.", name);
        }
    }

    private void RequireAscending(ReadOnlySpan<int> classes, int probabilities)
    {
        if (classes.Length != probabilities)
        {
            throw new ArgumentException($"There are {probabilities} probabilities for {classes.Length} classes.", nameof(classes));
        }

        var before = -1;
        foreach (var number in classes)
        {
            if (number <= before || number >= Classes)
            {
                throw new ArgumentException($"Class {number} comes after {before}; expected ascending numbers below {Classes}.", nameof(classes));
            }

            before = number;
        }
    }
}
