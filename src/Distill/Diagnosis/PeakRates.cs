namespace Distill.Diagnosis;

/// <summary>The fastest matrix products that were seen, in billions of operations a second: a multiply-add counts as two.</summary>
/// <param name="F32">32-bit products.</param>
/// <param name="Bf16">bfloat16 products.</param>
internal sealed record PeakRates(double F32, double Bf16);
