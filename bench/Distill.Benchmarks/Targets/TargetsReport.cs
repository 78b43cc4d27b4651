using System.Globalization;

namespace Distill.Benchmarks.Targets;

/// <summary>What soft targets of very many classes cost on disk and to read.</summary>
/// <param name="Classes">Of the top-k store.</param>
/// <param name="TopK">How many of them it keeps.</param>
/// <param name="Examples">How many examples it has.</param>
/// <param name="BytesPerExample">Its files' bytes for one example, row numbers and headers included.</param>
/// <param name="DenseF32BytesPerExample">Four bytes a class.</param>
/// <param name="Ratio">Dense f32 bytes over stored bytes.</param>
/// <param name="Gather">Reading the top-k store.</param>
/// <param name="DenseGather">Reading a store of ten classes.</param>
internal sealed record TargetsReport(
    int Classes,
    int TopK,
    int Examples,
    double BytesPerExample,
    long DenseF32BytesPerExample,
    double Ratio,
    GatherReport Gather,
    GatherReport DenseGather)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        top-{TopK} of {Classes} classes: {BytesPerExample:0.0} bytes an example, 1/{Ratio:0} of {DenseF32BytesPerExample} in dense f32
        top-{TopK}: {Gather}
        dense, 10 classes: {DenseGather}
        """);
}
