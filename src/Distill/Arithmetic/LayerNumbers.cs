using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>What a module computes from an input: its output and, where they are wanted, its gradients.</summary>
internal static class LayerNumbers
{
    /// <summary>Runs a module forward and backward, in the type of its input.</summary>
    /// <param name="module">In evaluation mode. The gradients that its parameters hold stay as they are.</param>
    /// <param name="input">It is left as it is.</param>
    /// <param name="passesGradientsOn">Whether the gradient of the input is wanted, too.</param>
    /// <param name="outputGradient">From the output, what the backward pass starts with; null for the forward pass alone.</param>
    /// <returns>By a name for people, each number in double precision; they belong to the enclosing dispose scope.</returns>
    public static IReadOnlyList<(string Quantity, Tensor Value)> Of(
        nn.Module<Tensor, Tensor> module, Tensor input, bool passesGradientsOn, Func<Tensor, Tensor>? outputGradient)
    {
        var start = input.detach();
        var learns = outputGradient is not null;
        using var mode = learns ? (IDisposable)enable_grad() : no_grad();
        if (learns && passesGradientsOn && start.is_floating_point())
        {
            start.requires_grad_();
        }

        // A copy, because layers may work in place, which the start of a gradient forbids.
        var answer = module.call(start.clone());
        var numbers = new List<(string, Tensor)> { ("output", Wide(answer)) };
        var parameters = module.named_parameters().Where(pair => pair.parameter.requires_grad).ToArray();
        if (!learns || !answer.requires_grad)
        {
            return numbers;
        }

        var names = parameters.Select(pair => $"gradient of {pair.name}").ToList();
        var sources = parameters.Select(pair => (Tensor)pair.parameter).ToList();
        if (start.requires_grad)
        {
            names.Insert(0, "gradient of the input");
            sources.Insert(0, start);
        }

        var gradients = autograd.grad([answer], sources, [outputGradient!(answer)], allow_unused: true);
        // That of a table has a row for each piece of the texts, from gradients which the layers behind it have as well.
        numbers.AddRange(names.Zip(gradients).Where(pair => !pair.Second.IsInvalid && !pair.Second.is_sparse).Select(pair => (pair.First, Wide(pair.Second))));
        return numbers;
    }

    private static Tensor Wide(Tensor value) => value.detach().to(ScalarType.Float64);
}
