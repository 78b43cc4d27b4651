using System.Globalization;

namespace Distill.Benchmarks.Targets;

/// <summary>Reading random batches from a store; medians.</summary>
/// <param name="StoreBytes">The size of the store's files.</param>
/// <param name="Batch">Examples in a batch.</param>
/// <param name="RowsPerSecond">Examples a second as soft targets at a temperature, ready for an objective.</param>
/// <param name="CopiedRowsPerSecond">Examples a second when their stored bytes are only copied and widened to f32.</param>
/// <param name="BytesPerSecond">Stored bytes a second at <paramref name="CopiedRowsPerSecond"/>.</param>
/// <param name="MemcpyBytesPerSecond">A plain copy of as many bytes in one piece, from a place as large and as cold as the store.</param>
/// <param name="RatioToMemcpy">Bytes a second over those of the plain copy.</param>
internal sealed record GatherReport(
    long StoreBytes,
    int Batch,
    double RowsPerSecond,
    double CopiedRowsPerSecond,
    double BytesPerSecond,
    double MemcpyBytesPerSecond,
    double RatioToMemcpy)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{StoreBytes / 1e6:0} MB, batches of {Batch}: {RowsPerSecond / 1e6:0.00} M rows/s as targets, "
        + $"{CopiedRowsPerSecond / 1e6:0.00} M rows/s copied = {BytesPerSecond / 1e9:0.00} GB/s, "
        + $"{RatioToMemcpy:0.00} of a plain copy ({MemcpyBytesPerSecond / 1e9:0.0} GB/s)");
}
