using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// (1 − w)·T²·CE(p^T, q^T) + w·CE(y, q¹) and its gradient (1 − w)·T·(q^T − p^T) + w·(q¹ − y), case by case, sixteen
/// classes at a time.
/// </summary>
internal sealed class ClosedForm
{
    private const int Lanes = 16;

    private readonly int classes;
    private readonly float softWeight;
    private readonly float temperature;
    private readonly float hardWeight;
    private readonly float[] logits;
    private readonly float[] teacher;
    private readonly float[] exponentials;
    private readonly float[] gradient;

    private ClosedForm(int classes, double temperature, double hardWeight)
    {
        this.classes = classes;
        this.temperature = (float)temperature;
        softWeight = (float)(1 - hardWeight);
        this.hardWeight = (float)hardWeight;
        var padded = (classes + Lanes - 1) / Lanes * Lanes;
        logits = new float[padded];
        teacher = new float[padded];
        exponentials = new float[padded];
        gradient = new float[padded];
        // Pads rows to whole vectors with classes of probability 0.
        logits.AsSpan(classes).Fill(float.NegativeInfinity);
        teacher.AsSpan(classes).Fill(float.NegativeInfinity);
    }

    /// <summary>Null where the tensors are not in the computer's own memory, float32, contiguous and dense.</summary>
    public static (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets, double temperature, double hardWeight)
    {
        if (!logits.IsOnCpu() || logits.dtype != ScalarType.Float32 || !logits.is_contiguous()
            || targets is { IsSparse: true } || targets?.LogProbabilities.is_contiguous() == false)
        {
            return null;
        }

        var (batch, classes) = ((int)logits.shape[0], (int)logits.shape[1]);
        var result = empty(batch, classes, ScalarType.Float32);
        var soft = targets is null ? default : Numbers<float>(targets.LogProbabilities);
        var hard = hardWeight == 0 ? default : Numbers<long>(labels);
        var loss = MeanLoss(new LogitRows(Numbers<float>(logits), classes, hard, soft, Numbers<float>(result)), temperature, hardWeight);
        // Spans do not keep the tensors that they lie in.
        GC.KeepAlive(logits);
        GC.KeepAlive(labels);
        GC.KeepAlive(targets);
        return (loss, result);
    }

    /// <summary>The mean loss of rows in memory; without targets the soft term is left out, at weight 0 the labels.</summary>
    public static double MeanLoss(LogitRows rows, double temperature, double hardWeight)
    {
        var (batch, classes) = (rows.Count, rows.Classes);
        var work = new ClosedForm(classes, temperature, hardWeight);
        var total = 0.0;
        for (var i = 0; i < batch; i++)
        {
            rows.Logits.Slice(i * classes, classes).CopyTo(work.logits);
            work.gradient.AsSpan().Clear();
            total += rows.Targets.IsEmpty ? 0 : work.AddSoft(rows.Targets.Slice(i * classes, classes));
            total += hardWeight == 0 ? 0 : work.AddHard(rows.Labels[i]);
            work.CopyGradient(rows.Gradient.Slice(i * classes, classes), 1f / batch);
        }

        return total / batch;
    }

    private double AddSoft(ReadOnlySpan<float> logProbabilities)
    {
        logProbabilities.CopyTo(teacher);
        var (largest, sum) = Exponentials(1 / temperature);
        var logSum = MathF.Log(sum);
        var mass = Vector512<float>.Zero;
        var products = Vector512<float>.Zero;
        for (var at = 0; at < logits.Length; at += Lanes)
        {
            var p = Vector512.Exp(Vector512.Create(teacher, at));
            var logQ = ((Vector512.Create(logits, at) - Vector512.Create(largest)) * (1 / temperature)) - Vector512.Create(logSum);
            mass += p;
            // 0 · log 0 counts as 0.
            products += Vector512.ConditionalSelect(Vector512.Equals(p, Vector512<float>.Zero), p, p * logQ);
            (Vector512.Create(gradient, at) - (p * (softWeight * temperature))).CopyTo(gradient, at);
        }

        AddExponentials(softWeight * temperature * Vector512.Sum(mass) / sum);
        return -softWeight * temperature * temperature * (double)Vector512.Sum(products);
    }

    private double AddHard(long label)
    {
        if (label < 0 || label >= classes)
        {
            throw new ArgumentException($"a label is {label}; expected 0 to {classes - 1}", nameof(label));
        }

        var (largest, sum) = Exponentials(1);
        AddExponentials(hardWeight / sum);
        gradient[label] -= hardWeight;
        return hardWeight * (double)(MathF.Log(sum) - (logits[label] - largest));
    }

    /// <summary>Fills <see cref="exponentials"/> with exp((z − largest)·scale).</summary>
    private (float Largest, float Sum) Exponentials(float scale)
    {
        var lanes = Vector512.Create(logits, 0);
        for (var at = Lanes; at < logits.Length; at += Lanes)
        {
            lanes = Vector512.Max(lanes, Vector512.Create(logits, at));
        }

        var largest = Largest(lanes);

        var sums = Vector512<float>.Zero;
        for (var at = 0; at < logits.Length; at += Lanes)
        {
            var exponential = Vector512.Exp((Vector512.Create(logits, at) - Vector512.Create(largest)) * scale);
            exponential.CopyTo(exponentials, at);
            sums += exponential;
        }

        return (largest, Vector512.Sum(sums));
    }

    // NaN wins, so that it shows in the loss.
    private static float Largest(Vector512<float> lanes)
    {
        var eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    private void AddExponentials(float factor)
    {
        for (var at = 0; at < gradient.Length; at += Lanes)
        {
            (Vector512.Create(gradient, at) + (Vector512.Create(exponentials, at) * factor)).CopyTo(gradient, at);
        }
    }

    private void CopyGradient(Span<float> destination, float scale)
    {
        for (var at = 0; at < gradient.Length; at += Lanes)
        {
            (Vector512.Create(gradient, at) * scale).CopyTo(gradient, at);
        }

        gradient.AsSpan(0, classes).CopyTo(destination);
    }

    private static Span<T> Numbers<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
