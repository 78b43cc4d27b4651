namespace Distill;

/// <summary>The number format of matrix products. Weights at rest, losses and optimiser state are always f32.</summary>
public enum Precision
{
    /// <summary>32-bit products.</summary>
    F32,

    /// <summary>bfloat16 products with f32 master weights and f32 losses.</summary>
    Bf16,
}
