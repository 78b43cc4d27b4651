using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// Compares the forward and the backward pass of a population with double precision, as <see cref="LayerCheck"/> does for
/// the layers of one student, and chooses the way to compute them that is right on this machine.
/// </summary>
internal static class StackedArithmetic
{
    // The passes have kinks, at which rounding decides which way a gradient goes; in bf16 more often.
    private const double SingleTolerance = 5e-2;
    private const double HalfTolerance = 0.2;

    /// <summary>The weights of all members in the precision that is asked for where that is right, else in f32.</summary>
    /// <param name="task">The population.</param>
    /// <param name="raw">Raw inputs of some examples.</param>
    /// <exception cref="DistillException">No way is right.</exception>
    public static (StackedWeights Weights, StackedNetwork Network, LayerArithmetic Arithmetic) Choose(PopulationTask task, Tensor raw)
    {
        NetworkArithmetic? asked = null;
        foreach (var (precision, oneDnn, change) in Ways(task.Options.Precision))
        {
            var weights = new StackedWeights([.. task.Members.Select(member => member.Student)], task.Options with { Precision = precision });
            var network = new StackedNetwork(task.Members[0].Student.Normalisation, weights);
            var found = Try(network, weights, raw, precision, oneDnn);
            if (found.IsRight)
            {
                var cure = change.Length == 0 ? null : $"{change}, because {asked?.Fault ?? Bf16Instructions.Missing}";
                if (cure is not null)
                {
                    ArithmeticCures.Tell($"A population of {task.Members.Count} students", cure);
                }

                return (weights, network, found.Facts with { Cure = cure });
            }

            weights.Dispose();
            asked ??= found;
        }

        throw new DistillException(
            $"This machine's processor and libtorch compute the students wrongly: {asked!.Fault}, compared with double precision. No other way to compute them is right. "
            + "Use another machine or another version of libtorch.");
    }

    private static IEnumerable<(Precision Precision, bool OneDnn, string Change)> Ways(Precision asked)
    {
        if (asked == Precision.F32 || Bf16Instructions.Exist)
        {
            yield return (asked, true, "");
        }

        if (asked == Precision.Bf16)
        {
            yield return (Precision.F32, true, "in f32 in place of bf16");
        }

        if (LibtorchContext.OneDnn == true)
        {
            yield return (Precision.F32, false, asked == Precision.Bf16 ? "in f32 in place of bf16, without oneDNN" : "without oneDNN");
        }
    }

    private static NetworkArithmetic Try(StackedNetwork network, StackedWeights weights, Tensor raw, Precision precision, bool oneDnn)
    {
        using var without = new WithoutOneDnn(!oneDnn);
        using var kept = new KeptGenerator();
        using var alone = FirstUse.Alone();
        random.manual_seed(1);
        var worst = Worst(network, weights, raw, precision);
        return new NetworkArithmetic(precision, IsChannelsLast: false, oneDnn, Learns: true, worst, worst, Change: null);
    }

    internal static LayerDeviation Worst(StackedNetwork network, StackedWeights weights, Tensor raw, Precision precision)
    {
        using var scope = NewDisposeScope();
        var tolerance = precision == Precision.Bf16 ? HalfTolerance : SingleTolerance;
        var worst = LayerDeviation.None;
        for (var round = 0; round < 2; round++)
        {
            UsedMemory.Leave(Math.Max(raw.numel(), weights.Parameters.Max(parameter => parameter.Working.numel())));
            using var quiet = no_grad();
            var pass = network.Forward(raw);
            var start = randn(pass.Logits.shape, ScalarType.Float32).to(weights.Parameters[0].Working.dtype).to(ScalarType.Float32);
            // The backward pass uses up the activations.
            var logits = pass.Logits;
            var gradients = network.Backward(pass, start);
            foreach (var member in new[] { 0, (int)logits.shape[0] - 1 }.Distinct())
            {
                var right = Reference(weights, pass.Inputs, start[member], member);
                var found = gradients.Select(gradient => gradient[member]).Prepend(logits[member]);
                foreach (var (number, (value, wanted)) in found.Zip(right).Index())
                {
                    var quantity = number == 0 ? "output" : $"gradient of {weights.Parameters[number - 1].Name}";
                    var deviation = new LayerDeviation($"all of student {member + 1}", quantity, Differences.OfNorm(value.to(ScalarType.Float64), wanted), tolerance);
                    worst = deviation.Excess > worst.Excess ? deviation : worst;
                }
            }
        }

        return worst;
    }

    // The naive passes of one member: a product, a bias and a rectifier a layer.
    private static IEnumerable<Tensor> Reference(StackedWeights weights, Tensor inputs, Tensor start, int member)
    {
        using var learning = enable_grad();
        Tensor[] state = [.. weights.Parameters.Select(parameter => parameter.Working[member].detach().to(ScalarType.Float64).requires_grad_())];
        var values = inputs.to(ScalarType.Float64);
        for (var layer = 0; layer < state.Length; layer += 2)
        {
            var sums = nn.functional.linear(values, state[layer], state[layer + 1]);
            values = layer < state.Length - 2 ? sums.relu() : sums;
        }

        return autograd.grad([values], state, [start.to(ScalarType.Float64)]).Prepend(values.detach());
    }
}
