using Distill.Evaluation;
using Distill.Objectives;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Classes;

/// <summary>
/// The mean loss of distillation and its gradient over very many classes: in closed form, as the trainer takes it, beside the same objective
/// composed of libtorch's operations and its backward pass. In turns, on the same logits, with dense and with top-50 targets.
/// </summary>
internal static class ClassesProgram
{
    private const int TopK = 50;
    private const double Temperature = 2;
    private const double HardWeight = 0.1;

    public static ClassesReport Run(int rounds, int classes, int batchSize)
    {
        var objective = new Distillation(Temperature, HardWeight);
        using var scope = NewDisposeScope();
        var logits = randn(batchSize, classes).Times(3);
        var leaf = logits.detach().clone().requires_grad_();
        var labels = randint(0, classes, batchSize, ScalarType.Int64);
        var dense = new SoftTargets(randn(batchSize, classes).Times(2).log_softmax(-1), Temperature);
        var (_, support) = dense.LogProbabilities.topk(TopK, -1, largest: true, sorted: true);
        var sparse = new SoftTargets(randn(batchSize, TopK + 1).log_softmax(-1), Temperature, support);
        var seconds = InterleavedTimer.Measure(
            [() => Composed(dense), () => ClosedForm(dense), () => Composed(sparse), () => ClosedForm(sparse)], rounds, TimeSpan.Zero, CancellationToken.None);
        return new ClassesReport(classes, batchSize, Of(seconds[0], seconds[1]), Of(seconds[2], seconds[3]), TopK, rounds, get_num_threads());

        void Composed(SoftTargets targets)
        {
            using var pass = NewDisposeScope();
            leaf.grad?.zero_();
            objective.Losses(leaf, labels, targets).mean().backward();
        }

        void ClosedForm(SoftTargets targets) => objective.MeanLoss(logits, labels, targets)!.Value.Gradient.Dispose();
    }

    private static LossTimes Of(double[] composed, double[] closed) => new(
        InterleavedTimer.Median(composed) * 1e3, InterleavedTimer.Median(closed) * 1e3, InterleavedTimer.Median(composed.Zip(closed, (theirs, ours) => theirs / ours)));
}
