using Distill.Onnx.Schema;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Onnx.Teaching;

/// <summary>
/// Tries whether a model gives the same answer to the same example each time, and whatever examples lie beside it. One that
/// was exported in training mode does not, and nothing else tells: exporters write some layers in training mode that
/// compute what they should.
/// </summary>
internal static class AnswerTrial
{
    private const int Few = 2;
    private const int Several = 16;
    private const int LargeExample = 1 << 14;
    private const double FloatTolerance = 1e-3;
    private const double CoarseTolerance = 0.05;

    /// <param name="teacher">For messages.</param>
    /// <param name="model">What is run.</param>
    /// <param name="view">How it sees examples.</param>
    /// <param name="run">Runs it.</param>
    /// <exception cref="DistillException">It answers the same examples in several ways.</exception>
    public static void Require(string teacher, ModelProto model, ForeignView view, Func<Tensor, Tensor> run)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var raw = ForeignTrial.Examples(view.Examples, view.Input.Size > LargeExample ? Few : Several, view.IsText);
        var seen = view.Apply(raw);
        var together = run(seen);
        if (together.dim() == 0 || together.shape[0] != seen.shape[0])
        {
            return;
        }

        var tolerance = IsCoarse(model) || together.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? CoarseTolerance : FloatTolerance;
        if (!Near(together, run(seen), tolerance))
        {
            throw new DistillException(
                $"The teacher {teacher} answers the same examples differently each time, as dropout and batch normalisation in training and random numbers do. "
                + "Export the model in evaluation mode (in PyTorch model.eval(), and no training=TRAINING).");
        }

        // The first example again, beside quite other ones.
        var others = raw.dtype == ScalarType.Byte ? raw.bitwise_not() : raw.Times(-3).Plus(1);
        var beside = view.Apply(cat([raw.narrow(0, 0, 1), others.narrow(0, 1, others.shape[0] - 1)]).contiguous());
        if (!Near(together.narrow(0, 0, 1), run(beside).narrow(0, 0, 1), tolerance))
        {
            throw new DistillException(
                $"The teacher {teacher} answers an example differently beside other examples, as batch normalisation in training and a softmax over the batch do. "
                + "Export the model in evaluation mode (in PyTorch model.eval(), and no training=TRAINING), with what it computes along the classes and not along the batch.");
        }
    }

    // These choose the range of 8-bit numbers anew for each batch.
    private static bool IsCoarse(ModelProto model) => model.Graph.Node.Any(node => node.OpType.StartsWith("Dynamic", StringComparison.Ordinal));

    private static bool Near(Tensor one, Tensor other, double tolerance)
    {
        var (first, second) = (one.to(ScalarType.Float32), other.to(ScalarType.Float32));
        var difference = (first - second).abs().max().item<float>();
        return float.IsNaN(difference) || difference <= tolerance * (first.abs().max().item<float>() + 1e-6);
    }
}
