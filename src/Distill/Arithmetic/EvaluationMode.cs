using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>Keeps a module and all within it in evaluation mode, and then gives each its own mode back.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] before;

    public EvaluationMode(nn.Module module)
    {
        // Outer modules first: setting the mode of one sets it for all within.
        before = [.. module.named_modules().Select(pair => pair.module).Prepend(module).Select(part => (part, part.training))];
        module.eval();
    }

    public void Dispose()
    {
        foreach (var (module, training) in before)
        {
            module.train(training);
        }
    }
}
