using Distill.Evaluation;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Products;

/// <summary>
/// The products of perceptrons in f32 by each of the two libraries in libtorch: MKL, which takes them as they come, and oneDNN, which takes them as
/// convolutions of 1×1 over as many pixels as there are examples. In turns, on the same numbers: the forward pass, and a whole step with
/// the gradients of weights and inputs.
/// </summary>
internal static class ProductsProgram
{
    // The students and teachers of the other programs.
    private static readonly (int Batch, int Inputs, int Outputs)[] Shapes = [(32, 800, 800), (128, 784, 800), (128, 1200, 1200), (512, 800, 800)];

    public static ProductsReport Run(int rounds) => new([.. Shapes.Select(shape => Of(shape.Batch, shape.Inputs, shape.Outputs, rounds))], rounds, get_num_threads());

    private static ProductTimes Of(int batch, int inputs, int outputs, int rounds)
    {
        using var scope = NewDisposeScope();
        var input = randn(batch, inputs).requires_grad_();
        var weight = randn(outputs, inputs).requires_grad_();
        var bias = randn(outputs).requires_grad_();
        var gradient = randn(batch, outputs);
        var seconds = InterleavedTimer.Measure(
            [() => Forward(ByMkl), () => Forward(ByOneDnn), () => Step(ByMkl), () => Step(ByOneDnn)], rounds, TimeSpan.FromMilliseconds(50), CancellationToken.None);
        return new ProductTimes(
            batch, inputs, outputs, (ByMkl() - ByOneDnn()).abs().max().item<float>(), Libraries(seconds[0], seconds[1], 1), Libraries(seconds[2], seconds[3], 3));

        Tensor ByMkl() => nn.functional.linear(input, weight, bias);

        Tensor ByOneDnn() => nn.functional
            .conv2d(input.view(1, batch, 1, inputs).permute(0, 3, 1, 2), weight.view(outputs, inputs, 1, 1), bias)
            .permute(0, 2, 3, 1).reshape(batch, outputs);

        void Forward(Func<Tensor> product)
        {
            using var pass = NewDisposeScope();
            using var quiet = no_grad();
            product();
        }

        void Step(Func<Tensor> product)
        {
            using var pass = NewDisposeScope();
            (input.grad, weight.grad, bias.grad) = (null, null, null);
            product().backward([gradient]);
        }

        LibraryTimes Libraries(double[] mkl, double[] oneDnn, int products)
        {
            var operations = 2.0 * products * batch * inputs * outputs;
            return new(
                operations / InterleavedTimer.Median(mkl) / 1e9, operations / InterleavedTimer.Median(oneDnn) / 1e9,
                InterleavedTimer.Median(mkl.Zip(oneDnn, (one, other) => one / other)));
        }
    }
}
