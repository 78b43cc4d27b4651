namespace Distill.Training.Optimizers.Rules;

/// <summary>
/// The memory of a parameter, or of a part of one: all spans have as many elements as <see cref="Weights"/>, or none
/// where that thing does not exist. At most one of the gradients is given; without any they count as 0.
/// </summary>
internal readonly ref struct ParameterSlice
{
    /// <summary>The f32 master weights.</summary>
    public required Span<float> Weights { get; init; }

    /// <summary>The gradient in f32.</summary>
    public ReadOnlySpan<float> Gradient { get; init; }

    /// <summary>The gradient in bf16, as bits.</summary>
    public ReadOnlySpan<ushort> Bf16Gradient { get; init; }

    /// <summary>The optimizer's first state.</summary>
    public Span<float> State1 { get; init; }

    /// <summary>The optimizer's second state.</summary>
    public Span<float> State2 { get; init; }

    /// <summary>The bf16 copy of the weights that products use, as bits.</summary>
    public Span<ushort> Working { get; init; }

    /// <summary>A copy of the weights in f32, such as batch normalisation's beside bf16 products.</summary>
    public Span<float> FloatCopy { get; init; }

    /// <summary>The same memory with a gradient in f32.</summary>
    public ParameterSlice With(ReadOnlySpan<float> gradient) => new()
    {
        Weights = Weights,
        Gradient = gradient,
        State1 = State1,
        State2 = State2,
        Working = Working,
        FloatCopy = FloatCopy,
    };

    /// <summary>A part of this slice.</summary>
    public ParameterSlice Part(int start, int count) => new()
    {
        Weights = Weights.Slice(start, count),
        Gradient = Gradient.IsEmpty ? default : Gradient.Slice(start, count),
        Bf16Gradient = Bf16Gradient.IsEmpty ? default : Bf16Gradient.Slice(start, count),
        State1 = State1.IsEmpty ? default : State1.Slice(start, count),
        State2 = State2.IsEmpty ? default : State2.Slice(start, count),
        Working = Working.IsEmpty ? default : Working.Slice(start, count),
        FloatCopy = FloatCopy.IsEmpty ? default : FloatCopy.Slice(start, count),
    };
}
