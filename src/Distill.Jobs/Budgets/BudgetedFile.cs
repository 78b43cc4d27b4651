using Distill.Jobs.Export;
using Distill.Onnx.Export;

namespace Distill.Jobs.Budgets;

/// <summary>The file of a student within a budget, as it was checked on the test set.</summary>
/// <param name="File">The file.</param>
/// <param name="Weights">How it keeps weights.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Milliseconds">One example alone in ONNX Runtime on this machine.</param>
/// <param name="Examples">Test examples that it was checked on.</param>
/// <param name="ArgmaxAgreement">The share of them with the same most probable class as the float32 model's.</param>
/// <param name="Accuracy">The share of them that it has right; null where none has a label.</param>
/// <param name="ModelAccuracy">The share that the float32 model has right; null where none has a label.</param>
/// <param name="TunedEpochs">Epochs that it learned as integers; null for none.</param>
internal sealed record BudgetedFile(
    string File, WeightFormat Weights, long Bytes, double Milliseconds, int Examples, double ArgmaxAgreement, double? Accuracy = null, double? ModelAccuracy = null, double? TunedEpochs = null)
{
    /// <summary>What was written.</summary>
    public static BudgetedFile Of(ExportOutcome written) => new(
        written.File!, written.Weights, written.Bytes, written.LatencyMs.Student, written.Examples, written.ArgmaxAgreement, written.Accuracy, written.ModelAccuracy, written.TunedEpochs);
}
