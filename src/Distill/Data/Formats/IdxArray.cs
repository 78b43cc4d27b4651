namespace Distill.Data.Formats;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Dimensions">For example [60000, 28, 28].</param>
/// <param name="Values">As many bytes as the dimensions' product, in row-major order.</param>
internal sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Values);
