using CsCheck;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

/// <summary>Logits, labels and targets of a few cases in float64, and the objectives' sums written with plain loops.</summary>
internal sealed record Cases(double[][] Student, double[][] Teacher, int[] Labels)
{
    public static Gen<Cases> Any { get; } =
        from batch in Gen.Int[1, 4]
        from classes in Gen.Int[2, 7]
        from scale in Gen.OneOf<double>(0.1, 1, 10)
        from student in Gen.Double[-1, 1].Array[classes].Array[batch]
        from teacher in Gen.Double[-1, 1].Array[classes].Array[batch]
        from labels in Gen.Int[0, classes - 1].Array[batch]
        select new Cases(Scale(student, scale), Scale(teacher, scale), labels);

    public int Classes => Student[0].Length;

    public Tensor Logits(bool gradient = false) => Matrix(Student).requires_grad_(gradient);

    public Tensor LabelTensor() => tensor(Labels.Select(label => (long)label).ToArray());

    /// <summary>The teacher's distribution at a temperature, or the k most probable classes of it and the rest.</summary>
    public SoftTargets Targets(double temperature, int? k = null)
    {
        if (k is null)
        {
            return new SoftTargets(Matrix(Map(Teacher, row => LogSoftmax(row, temperature))), temperature);
        }

        var support = Support(k.Value);
        var values = Teacher.Zip(support, (row, kept) => Collapse(LogSoftmax(row, temperature), kept)).ToArray();
        using var flat = tensor(support.SelectMany(kept => kept.Select(index => (long)index)).ToArray());
        return new SoftTargets(Matrix(values), temperature, flat.reshape(Student.Length, k.Value));
    }

    /// <summary>What an objective gives for these cases, with targets of all classes or of k and the rest where it wants some.</summary>
    public Tensor Losses(IObjective objective, Tensor logits, int? k = null) =>
        objective.Losses(logits, LabelTensor(), objective.TeacherTemperature is { } temperature ? Targets(temperature, k) : null);

    /// <summary>The k most probable classes of each case, by the teacher.</summary>
    public int[][] Support(int k) =>
        [.. Teacher.Select(row => Enumerable.Range(0, row.Length).OrderByDescending(index => row[index]).Take(k).ToArray())];

    public static double[] LogSoftmax(double[] logits, double temperature)
    {
        var largest = logits.Max() / temperature;
        var total = Math.Log(logits.Sum(logit => Math.Exp((logit / temperature) - largest))) + largest;
        return [.. logits.Select(logit => (logit / temperature) - total)];
    }

    /// <summary>The kept classes in their order, then all others as one.</summary>
    public static double[] Collapse(double[] logProbabilities, int[] kept)
    {
        var others = Enumerable.Range(0, logProbabilities.Length).Except(kept).Select(index => logProbabilities[index]).ToArray();
        var largest = others.Max();
        return [.. kept.Select(index => logProbabilities[index]), Math.Log(others.Sum(value => Math.Exp(value - largest))) + largest];
    }

    public static double CrossEntropy(double[] logP, double[] logQ) => -logP.Zip(logQ, (p, q) => Math.Exp(p) * q).Sum();

    public static Tensor Matrix(double[][] rows)
    {
        using var flat = tensor(rows.SelectMany(row => row).ToArray());
        return flat.reshape(rows.Length, rows[0].Length);
    }

    public static double[][] Map(double[][] rows, Func<double[], double[]> map) => [.. rows.Select(map)];

    private static double[][] Scale(double[][] rows, double factor) => Map(rows, row => [.. row.Select(value => value * factor)]);
}
