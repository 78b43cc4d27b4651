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

    // A sum of the others below it has lost digits, or all.
    private const float Faint = 1e-20f;

    // Fewer numbers are done before other threads have begun.
    private const long SideBySide = 1 << 17;

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

    /// <summary>Null where the tensors are not in the computer's own memory, float32 and contiguous. Cases of many classes are done side by side, with the same bits.</summary>
    public static (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets, double temperature, double hardWeight)
    {
        if (!logits.IsOnCpu() || logits.dtype != ScalarType.Float32 || !logits.is_contiguous()
            || targets?.LogProbabilities.is_contiguous() == false || targets?.Support?.is_contiguous() == false)
        {
            return null;
        }

        var (batch, classes) = ((int)logits.shape[0], (int)logits.shape[1]);
        var result = empty(batch, classes, ScalarType.Float32);
        var (soft, hard) = (new double[batch], new double[batch]);
        var parts = (long)batch * classes < SideBySide ? 1 : Math.Min(get_num_threads(), batch);
        if (parts == 1)
        {
            Cases(0, batch);
        }
        else
        {
            Parallel.For(0, parts, part => Cases((int)((long)part * batch / parts), (int)((part + 1L) * batch / parts)));
        }

        // Spans do not keep the tensors that they lie in.
        GC.KeepAlive(logits);
        GC.KeepAlive(labels);
        GC.KeepAlive(targets);
        var total = 0.0;
        for (var i = 0; i < batch; i++)
        {
            total += soft[i];
            total += hard[i];
        }

        return (total / batch, result);

        void Cases(int first, int end)
        {
            var work = new ClosedForm(classes, temperature, hardWeight);
            var given = targets is null ? default : Numbers<float>(targets.LogProbabilities);
            var support = targets?.Support is { } listed ? Numbers<long>(listed) : default;
            var (width, kept) = (given.Length / batch, support.Length / batch);
            for (var i = first; i < end; i++)
            {
                Numbers<float>(logits).Slice(i * classes, classes).CopyTo(work.logits);
                work.gradient.AsSpan().Clear();
                soft[i] = given.IsEmpty ? 0
                    : support.IsEmpty ? work.AddSoft(given.Slice(i * width, width))
                    : work.AddSparse(given.Slice(i * width, width), support.Slice(i * kept, kept));
                hard[i] = hardWeight == 0 ? 0 : work.AddHard(Numbers<long>(labels)[i]);
                work.CopyGradient(Numbers<float>(result).Slice(i * classes, classes), 1f / batch);
            }
        }
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

    // Of the classes that are not listed only their mass p_R is given; the student's is q_R, the sum of its own. Listed classes have the gradient of
    // the dense loss, and an other class j has q_j − p_R·q_j/q_R.
    private double AddSparse(ReadOnlySpan<float> logProbabilities, ReadOnlySpan<long> listed)
    {
        var (largest, _) = Exponentials(1 / temperature);
        var own = 0f;
        foreach (var number in listed)
        {
            own += exponentials[number];
            exponentials[number] = 0;
        }

        var (first, rest) = (largest, Sum());
        if (rest < Faint && listed.Length < classes)
        {
            (first, rest) = OthersAlone(listed);
        }

        var scale = MathF.Exp((first - largest) / temperature);
        var sum = own + (rest * scale);
        var logSum = MathF.Log(sum);
        var factor = softWeight * temperature;
        var restMass = MathF.Exp(logProbabilities[^1]);
        var mass = restMass;
        var products = restMass == 0 ? 0 : restMass * ((((double)first - largest) / temperature) + MathF.Log(rest) - logSum);
        for (var place = 0; place < listed.Length; place++)
        {
            var p = MathF.Exp(logProbabilities[place]);
            mass += p;
            products += p == 0 ? 0 : p * ((((double)logits[listed[place]] - largest) / temperature) - logSum);
            gradient[listed[place]] -= factor * p;
        }

        foreach (var number in listed)
        {
            gradient[number] += factor * mass * MathF.Exp((logits[number] - largest) / temperature) / sum;
        }

        AddExponentials(factor * ((mass * scale / sum) - (restMass == 0 ? 0 : restMass / rest)));
        return -softWeight * temperature * temperature * products;
    }

    // Their largest at 0, where they are too faint beside the listed ones to be written.
    private (float Largest, float Sum) OthersAlone(ReadOnlySpan<long> listed)
    {
        var kept = new float[listed.Length];
        for (var place = 0; place < kept.Length; place++)
        {
            kept[place] = logits[listed[place]];
            logits[listed[place]] = float.NegativeInfinity;
        }

        var others = Exponentials(1 / temperature);
        for (var place = 0; place < kept.Length; place++)
        {
            logits[listed[place]] = kept[place];
        }

        return others;
    }

    private float Sum()
    {
        var sums = Vector512<float>.Zero;
        for (var at = 0; at < exponentials.Length; at += Lanes)
        {
            sums += Vector512.Create(exponentials, at);
        }

        return Vector512.Sum(sums);
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
