using Distill.Benchmarks.Throughput;
using Distill.Evaluation;
using Distill.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Dropout;

/// <summary>
/// Forward and backward passes of the paper's teacher with libtorch's dropout, with the library's, and without any: in
/// turns, on the same batch, products in bf16.
/// </summary>
internal static class DropoutProgram
{
    public static DropoutReport Run(int rounds, int batchSize)
    {
        using var inputs = rand([batchSize, Setting.Pixels]).to(ScalarType.BFloat16);
        using var libtorch = Net(probability => nn.Dropout(probability));
        using var ours = Net(probability => new SeededDropout(probability));
        using var none = Net(_ => nn.Identity());
        var seconds = InterleavedTimer.Measure(
            [() => Pass(libtorch, inputs), () => Pass(ours, inputs), () => Pass(none, inputs)], rounds, TimeSpan.Zero, CancellationToken.None);
        return new DropoutReport(
            Milliseconds(seconds[0]), Milliseconds(seconds[1]), Milliseconds(seconds[2]),
            InterleavedTimer.Median(seconds[0].Zip(seconds[1], (theirs, mine) => theirs / mine)),
            batchSize, rounds, get_num_threads());
    }

    // 20 % of the inputs and 50 % of the hidden units.
    private static TorchSharp.Modules.Sequential Net(Func<double, nn.Module<Tensor, Tensor>> dropout)
    {
        var net = nn.Sequential(
            dropout(0.2),
            nn.Linear(Setting.Pixels, Setting.TeacherWidths[0]), nn.ReLU(), dropout(0.5),
            nn.Linear(Setting.TeacherWidths[0], Setting.TeacherWidths[1]), nn.ReLU(), dropout(0.5),
            nn.Linear(Setting.TeacherWidths[1], Setting.Classes));
        net.to(ScalarType.BFloat16);
        net.train();
        return net;
    }

    private static void Pass(TorchSharp.Modules.Sequential net, Tensor inputs)
    {
        using var scope = NewDisposeScope();
        net.zero_grad();
        net.call(inputs).sum().backward();
    }

    private static double Milliseconds(double[] seconds) => InterleavedTimer.Median(seconds) * 1e3;
}
