using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>Refuses tensors that do not belong together, before libtorch broadcasts them into something else.</summary>
internal static class ObjectiveArguments
{
    public static void CheckLogits(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Expect(
            logits.dim() == 2 && logits.dtype is ScalarType.Float32 or ScalarType.Float64, nameof(logits),
            $"logits are {Show(logits)}; expected [batch, classes] in float32 or float64");
    }

    public static void CheckLabels(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Expect(
            labels.dim() == 1 && labels.shape[0] == logits.shape[0] && labels.dtype == ScalarType.Int64, nameof(labels),
            $"labels are {Show(labels)}; expected [{logits.shape[0]}] in int64, one for each row of logits");
    }

    public static void CheckTargets(Tensor logits, SoftTargets? targets, double temperature)
    {
        Expect(targets is not null, nameof(targets), $"soft targets at temperature {temperature} are missing");
        Expect(
            targets!.Temperature == temperature, nameof(targets),
            $"soft targets are at temperature {targets.Temperature}; expected {temperature}");
        var (values, support) = (targets.LogProbabilities, targets.Support);
        var (batch, classes) = (logits.shape[0], logits.shape[1]);
        if (support is null)
        {
            Expect(
                values.dim() == 2 && values.shape[0] == batch && values.shape[1] == classes, nameof(targets),
                $"soft targets are {Show(values)}, logits {Show(logits)}; teacher and student need the same cases and classes");
            return;
        }

        Expect(
            support.dim() == 2 && support.shape[0] == batch && support.shape[1] < classes && support.dtype == ScalarType.Int64,
            nameof(targets),
            $"the support is {Show(support)}; expected [{batch}, k] in int64 with k below the {classes} classes of the logits");
        Expect(
            values.dim() == 2 && values.shape[0] == batch && values.shape[1] == support.shape[1] + 1, nameof(targets),
            $"sparse soft targets are {Show(values)}; expected [{batch}, {support.shape[1] + 1}], a column for each class of the support and one for the rest");
    }

    public static void CheckDenseTargets(Tensor logits, SoftTargets? targets, double temperature, string objective)
    {
        CheckTargets(logits, targets, temperature);
        Expect(
            !targets!.IsSparse, nameof(targets),
            $"{objective} needs the teacher's answers to all classes; these targets keep only the most probable ones. Store them without a top k, or ask the teacher itself");
    }

    public static void CheckRows(LogitRows rows, bool readsLabels, bool readsTargets)
    {
        Expect(
            rows.Classes > 0 && rows.Logits.Length == rows.Count * rows.Classes && rows.Gradient.Length == rows.Logits.Length, nameof(rows),
            $"there are {rows.Logits.Length} logits and {rows.Gradient.Length} places for gradients; expected as many of both, in rows of {rows.Classes} classes");
        Expect(
            rows.Labels.Length == (readsLabels ? rows.Count : 0), nameof(rows),
            $"there are {rows.Labels.Length} labels; expected {(readsLabels ? rows.Count : 0)} for {rows.Count} rows");
        Expect(
            rows.Targets.Length == (readsTargets ? rows.Logits.Length : 0), nameof(rows),
            $"there are {rows.Targets.Length} log-probabilities of a teacher; expected {(readsTargets ? rows.Logits.Length : 0)} for {rows.Count} rows");
    }

    private static string Show(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}] {tensor.dtype}";

    private static void Expect(bool holds, string argument, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise, argument);
        }
    }
}
