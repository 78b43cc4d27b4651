using Distill.Data;

namespace Distill.Images;

/// <summary>What a file of decoded images holds beside the pixels.</summary>
internal sealed record DecodedIndex(
    int Channels, int Height, int Width, int[] Labels, IReadOnlyList<string> ClassNames, string Fingerprint, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Warnings,
    string[] Names);
