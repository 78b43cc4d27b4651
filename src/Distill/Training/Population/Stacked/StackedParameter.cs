using System.Runtime.InteropServices;
using Distill.Training.Optimizers.Rules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// One tensor of weights of all members, one member after another: float32 masters, the working tensor that products
/// use (the masters themselves in f32), and the optimizer's state. Owns all of them.
/// </summary>
internal sealed class StackedParameter : IDisposable
{
    private readonly Tensor[] states;
    private readonly int size;
    private readonly int unitSize;

    /// <summary>Stacks a parameter that has the same name and shape in each member.</summary>
    public StackedParameter(string name, IReadOnlyList<Parameter> members, TrainingOptions options)
    {
        using var quiet = no_grad();
        var shape = members[0].shape;
        Name = name;
        IsProductWeight = shape.Length >= 2;
        size = (int)members[0].numel();
        unitSize = IsProductWeight ? (int)(size / shape[0]) : 1;
        Master = stack([.. members]).DetachFromDisposeScope();
        Working = options.Precision == Precision.Bf16 ? Master.to(ScalarType.BFloat16).DetachFromDisposeScope() : Master;
        states = [.. options.Optimizer.StateNames.Select(_ => zeros(Master.shape, ScalarType.Float32).DetachFromDisposeScope())];
    }

    public string Name { get; }

    /// <summary>[members, …], float32.</summary>
    public Tensor Master { get; }

    /// <summary>[members, …], in the type of products.</summary>
    public Tensor Working { get; }

    /// <summary>The optimizer's state, in the order of its names.</summary>
    public IReadOnlyList<Tensor> States => states;

    /// <summary>Matrices, as against biases.</summary>
    public bool IsProductWeight { get; }

    /// <summary>Weights into one unit, which lie one after another; 1 for biases.</summary>
    public int UnitSize => unitSize;

    /// <summary>Units of one member.</summary>
    public int Units => size / unitSize;

    /// <summary>Whether max-norm limits the weights into each unit.</summary>
    public bool IsLimited { get; init; }

    /// <summary>The memory of one member; valid while the tensors live.</summary>
    /// <param name="member">Its number.</param>
    /// <param name="gradient">[members, …], contiguous, float32 or bfloat16.</param>
    public ParameterSlice Slice(int member, Tensor gradient)
    {
        var inBf16 = gradient.dtype == ScalarType.BFloat16;
        return new ParameterSlice
        {
            Weights = Of<float>(Master, member),
            Gradient = inBf16 ? default : Of<float>(gradient, member),
            Bf16Gradient = inBf16 ? Of<ushort>(gradient, member) : default,
            State1 = states.Length > 0 ? Of<float>(states[0], member) : default,
            State2 = states.Length > 1 ? Of<float>(states[1], member) : default,
            Working = Working.dtype == ScalarType.BFloat16 ? Of<ushort>(Working, member) : default,
        };
    }

    /// <summary>Gives one member's model its weights.</summary>
    public void CopyTo(int member, Tensor model)
    {
        using var mine = Master[member];
        model.copy_(mine);
    }

    /// <summary>Rounds the working tensor anew after the masters were given other numbers.</summary>
    public void CopyMasterToWorking()
    {
        if (!ReferenceEquals(Master, Working))
        {
            Working.copy_(Master);
        }
    }

    public void Dispose()
    {
        foreach (var state in states)
        {
            state.Dispose();
        }

        Working.Dispose();
        Master.Dispose();
    }

    private Span<T> Of<T>(Tensor tensor, int member)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes).Slice(member * size, size);
}
