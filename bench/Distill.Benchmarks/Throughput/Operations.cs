namespace Distill.Benchmarks.Throughput;

/// <summary>
/// Floating-point operations of the matrix products alone, two for each multiply-add. A training step takes the
/// forward products, the products for the gradients of all weights, and those for the gradients of all inputs but the
/// first layer's, which nobody asks for. Everything else (biases, activations, loss, optimizer) counts as nothing.
/// </summary>
internal static class Operations
{
    public static long Forward(int[] widths)
    {
        var sizes = Sizes(widths);
        return 2 * sizes.Zip(sizes.Skip(1), (from, to) => (long)from * to).Sum();
    }

    public static long Training(int[] widths) => (3 * Forward(widths)) - (2L * Setting.Pixels * widths[0]);

    private static int[] Sizes(int[] widths) => [Setting.Pixels, .. widths, Setting.Classes];
}
