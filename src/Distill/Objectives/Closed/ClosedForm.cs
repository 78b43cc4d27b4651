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
    private readonly float[] soft;
    private readonly float[] hard;
    private readonly float[] last = new float[RowLanes.Count];

    private ClosedForm(int classes, double temperature, double hardWeight)
    {
        this.classes = classes;
        this.temperature = (float)temperature;
        softWeight = (float)(1 - hardWeight);
        this.hardWeight = (float)hardWeight;
        var padded = (classes + RowLanes.Count - 1) / RowLanes.Count * RowLanes.Count;
        logits = new float[padded];
        teacher = new float[padded];
        soft = new float[padded];
        hard = new float[padded];
        // Pads rows to whole vectors with classes of probability 0.
        logits.AsSpan(classes).Fill(float.NegativeInfinity);
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
        RequireClasses("a label", hardWeight == 0 ? default : Numbers<long>(labels), classes);
        RequireClasses("a class of the targets", targets?.Support is { } named ? Numbers<long>(named) : default, classes);
        var result = empty(batch, classes, ScalarType.Float32);
        var losses = new (double Soft, double Hard)[batch];
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
        return (Mean(losses), result);

        void Cases(int first, int end)
        {
            var work = new ClosedForm(classes, temperature, hardWeight);
            var rows = Numbers<float>(logits);
            var gradients = Numbers<float>(result);
            var given = targets is null ? default : Numbers<float>(targets.LogProbabilities);
            var listed = targets?.Support is { } support ? Numbers<long>(support) : default;
            var known = hardWeight == 0 ? default : Numbers<long>(labels);
            var (width, kept) = (given.Length / batch, listed.Length / batch);
            for (var i = first; i < end; i++)
            {
                losses[i] = work.Case(
                    rows.Slice(i * classes, classes), given.Slice(i * width, width), listed.Slice(i * kept, kept), known.IsEmpty ? 0 : known[i],
                    gradients.Slice(i * classes, classes), 1f / batch);
            }
        }
    }

    /// <summary>The mean loss of rows in memory; without targets the soft term is left out, at weight 0 the labels.</summary>
    public static double MeanLoss(LogitRows rows, double temperature, double hardWeight)
    {
        var (batch, classes) = (rows.Count, rows.Classes);
        RequireClasses("a label", hardWeight == 0 ? default : rows.Labels, classes);
        var work = new ClosedForm(classes, temperature, hardWeight);
        var losses = new (double Soft, double Hard)[batch];
        for (var i = 0; i < batch; i++)
        {
            losses[i] = work.Case(
                rows.Logits.Slice(i * classes, classes), rows.Targets.IsEmpty ? default : rows.Targets.Slice(i * classes, classes), default,
                hardWeight == 0 ? 0 : rows.Labels[i], rows.Gradient.Slice(i * classes, classes), 1f / batch);
        }

        return Mean(losses);
    }

    // Two passes: all exponentials with their sums, and the gradient. Without targets the soft term is left out, at weight 0 the label.
    private (double Soft, double Hard) Case(
        ReadOnlySpan<float> row, ReadOnlySpan<float> given, ReadOnlySpan<long> listed, long label, Span<float> gradient, float scale)
    {
        row.CopyTo(logits);
        var (isSoft, isDense) = (!given.IsEmpty, !given.IsEmpty && listed.IsEmpty);
        if (isDense)
        {
            given.CopyTo(teacher);
            teacher.AsSpan(classes).Fill(float.NegativeInfinity);
        }

        var largest = RowLanes.Largest(logits);
        var (softSum, hardSum, mass) = Exponentials(largest, isSoft, isDense);
        var sparse = isSoft && !isDense ? Sparse(given, listed, largest) : default;
        var softFactor = !isSoft ? 0 : isDense ? softWeight * temperature * mass / softSum : sparse.Others;
        var products = Gradient(largest, softFactor, hardWeight / hardSum, softSum, isSoft, isDense, scale, gradient);
        for (var place = 0; place < listed.Length; place++)
        {
            var number = (int)listed[place];
            var own = sparse.Mass * MathF.Exp((logits[number] - largest) / temperature) / sparse.Sum;
            gradient[number] += softWeight * temperature * (own - MathF.Exp(given[place])) * scale;
        }

        if (hardWeight != 0)
        {
            gradient[(int)label] -= hardWeight * scale;
        }

        return (
            isSoft ? -softWeight * temperature * temperature * (isDense ? products : sparse.Products) : 0,
            hardWeight == 0 ? 0 : hardWeight * (double)(MathF.Log(hardSum) - (logits[label] - largest)));
    }

    // exp((z − largest)/T), exp(z − largest) and the teacher's probabilities in place of their logarithms, as far as the loss has them.
    private (float Soft, float Hard, float Mass) Exponentials(float largest, bool isSoft, bool isDense)
    {
        var (softSums, hardSums, masses, best) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512.Create(largest));
        for (var at = 0; at < logits.Length; at += RowLanes.Count)
        {
            var below = Vector512.Create(logits, at) - best;
            var softened = isSoft ? NegativeExponential.Of(below * (1 / temperature)) : Vector512<float>.Zero;
            if (isSoft)
            {
                softened.CopyTo(soft, at);
                softSums += softened;
            }

            if (hardWeight != 0)
            {
                // At T = 2 they are the squares, which saves an exponential.
                var exponential = isSoft && temperature is 2 ? softened * softened : NegativeExponential.Of(below);
                exponential.CopyTo(hard, at);
                hardSums += exponential;
            }

            if (isDense)
            {
                var p = NegativeExponential.Of(Vector512.Create(teacher, at));
                p.CopyTo(teacher, at);
                masses += p;
            }
        }

        return (Vector512.Sum(softSums), Vector512.Sum(hardSums), Vector512.Sum(masses));
    }

    // Of the classes that are not listed only their mass p_R is given; the student's is q_R, the sum of its own. Listed classes have the gradient of
    // the dense loss, and an other class j has q_j − p_R·q_j/q_R. Leaves the exponentials of the others alone.
    private (float Others, float Mass, float Sum, double Products) Sparse(ReadOnlySpan<float> given, ReadOnlySpan<long> listed, float largest)
    {
        var own = 0f;
        foreach (var number in listed)
        {
            own += soft[number];
            soft[number] = 0;
        }

        var (first, rest) = (largest, RowLanes.Sum(soft));
        if (rest < Faint && listed.Length < classes)
        {
            (first, rest) = OthersAlone(listed);
        }

        var shift = MathF.Exp((first - largest) / temperature);
        var sum = own + (rest * shift);
        var logSum = MathF.Log(sum);
        var restMass = MathF.Exp(given[^1]);
        var mass = restMass;
        var products = restMass == 0 ? 0 : restMass * ((((double)first - largest) / temperature) + MathF.Log(rest) - logSum);
        for (var place = 0; place < listed.Length; place++)
        {
            var p = MathF.Exp(given[place]);
            mass += p;
            products += p == 0 ? 0 : p * ((((double)logits[listed[place]] - largest) / temperature) - logSum);
        }

        return (softWeight * temperature * ((mass * shift / sum) - (restMass == 0 ? 0 : restMass / rest)), mass, sum, products);
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

        var largest = RowLanes.Largest(logits);
        for (var at = 0; at < logits.Length; at += RowLanes.Count)
        {
            NegativeExponential.Of((Vector512.Create(logits, at) - Vector512.Create(largest)) * (1 / temperature)).CopyTo(soft, at);
        }

        for (var place = 0; place < kept.Length; place++)
        {
            logits[listed[place]] = kept[place];
        }

        return (largest, RowLanes.Sum(soft));
    }

    // Writes the gradient and returns the sum of p·log q over the classes of a dense target.
    private float Gradient(float largest, float softFactor, float hardFactor, float softSum, bool isSoft, bool isDense, float scale, Span<float> gradient)
    {
        var (products, best, logSum) = (Vector512<float>.Zero, Vector512.Create(largest), Vector512.Create(MathF.Log(softSum)));
        for (var at = 0; at < logits.Length; at += RowLanes.Count)
        {
            var value = Vector512<float>.Zero;
            if (isDense)
            {
                var p = Vector512.Create(teacher, at);
                var logQ = ((Vector512.Create(logits, at) - best) * (1 / temperature)) - logSum;
                // 0 · log 0 counts as 0.
                products += Vector512.ConditionalSelect(Vector512.Equals(p, Vector512<float>.Zero), p, p * logQ);
                value -= p * (softWeight * temperature);
            }

            value += isSoft ? Vector512.Create(soft, at) * softFactor : Vector512<float>.Zero;
            value += hardWeight != 0 ? Vector512.Create(hard, at) * hardFactor : Vector512<float>.Zero;
            value *= scale;
            if (at + RowLanes.Count <= classes)
            {
                value.CopyTo(gradient[at..]);
            }
            else
            {
                value.CopyTo(last);
                last.AsSpan(0, classes - at).CopyTo(gradient[at..]);
            }
        }

        return Vector512.Sum(products);
    }

    private static void RequireClasses(string what, ReadOnlySpan<long> numbers, int classes)
    {
        foreach (var number in numbers)
        {
            if (number < 0 || number >= classes)
            {
                throw new ArgumentException($"{what} is {number}; expected 0 to {classes - 1}", nameof(numbers));
            }
        }
    }

    // In the order of the cases, so that it does not depend on who did which.
    private static double Mean((double Soft, double Hard)[] losses)
    {
        return losses.Aggregate(0.0, (sum, loss) => sum + loss.Soft + loss.Hard) / losses.Length;
    }

    private static Span<T> Numbers<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
