using System.Runtime.InteropServices;
using Distill.Training.Optimizers.Rules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// One tensor of weights in training: the float32 master, the working tensor that products use (the master itself in
/// f32), and the optimizer's state. Owns the state alone.
/// </summary>
internal sealed class TrainedParameter : IDisposable
{
    private readonly Tensor[] states;

    public TrainedParameter(string name, Parameter master, Parameter working, OptimizerOptions optimizer)
    {
        Name = name;
        Master = master;
        Working = working;
        states = [.. optimizer.StateNames.Select(_ => zeros(master.shape, ScalarType.Float32, master.device).DetachFromDisposeScope())];
    }

    public string Name { get; }

    public Parameter Master { get; }

    public Parameter Working { get; }

    /// <summary>The optimizer's state, in the order of its names.</summary>
    public IReadOnlyList<Tensor> States => states;

    /// <summary>Matrices and kernels, as against biases and the vectors of batch normalisation.</summary>
    public bool IsProductWeight => Master.dim() >= 2;

    /// <summary>Weights into one unit, which lie one after another; 1 for biases and the like.</summary>
    public int UnitSize => IsProductWeight ? (int)(Master.numel() / Master.shape[0]) : 1;

    /// <summary>Whether max-norm limits the weights into each unit.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Whether its rows are those of words or pieces, of which a batch has some.</summary>
    public bool IsTable { get; init; }

    /// <summary>The gradient of the working tensor; null where the loss did not reach it. The caller disposes it.</summary>
    public ParameterGradient? TakeGradient()
    {
        var gradient = Working.grad;
        if (gradient is null)
        {
            return null;
        }

        Working.grad = null;
        if (!gradient.is_sparse && gradient.is_contiguous())
        {
            return new ParameterGradient(gradient);
        }

        using (gradient)
        {
            return gradient.is_sparse ? new ParameterGradient(RowGradients.Of(gradient)) : new ParameterGradient(gradient.contiguous());
        }
    }

    /// <summary>The memory of everything; valid while the tensors live.</summary>
    public ParameterSlice Slice(Tensor? gradient = null)
    {
        var inBf16 = gradient?.dtype == ScalarType.BFloat16;
        return new ParameterSlice
        {
            Weights = As<float>(Master),
            Gradient = gradient is null || inBf16 ? default : As<float>(gradient),
            Bf16Gradient = inBf16 ? As<ushort>(gradient!) : default,
            State1 = states.Length > 0 ? As<float>(states[0]) : default,
            State2 = states.Length > 1 ? As<float>(states[1]) : default,
            Working = Working.dtype == ScalarType.BFloat16 ? As<ushort>(Working) : default,
            FloatCopy = Working.dtype == ScalarType.Float32 && !ReferenceEquals(Working, Master) ? As<float>(Working) : default,
        };
    }

    public void Dispose()
    {
        foreach (var state in states)
        {
            state.Dispose();
        }
    }

    private static Span<T> As<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
