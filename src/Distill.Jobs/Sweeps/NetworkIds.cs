using Distill.Models;

namespace Distill.Jobs.Sweeps;

/// <summary>Short names of architectures, for files and folders.</summary>
internal static class NetworkIds
{
    // Far below what file systems take for a name.
    private const int Longest = 60;

    /// <summary>For example "mlp-800-800"; a number follows where two would have the same.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<NetworkSpec> networks)
    {
        var ids = new List<string>();
        foreach (var network in networks)
        {
            var id = Of(network);
            id = id[..Math.Min(Longest, id.Length)];
            ids.Add(Enumerable.Range(1, networks.Count).Select(number => number == 1 ? id : $"{id}-{number}").First(name => !ids.Contains(name)));
        }

        return ids;
    }

    private static string Of(NetworkSpec network) => network switch
    {
        MlpSpec mlp => string.Join('-', ["mlp", .. mlp.Widths]),
        ConvNetSpec conv => string.Join('-', ["conv", .. conv.Channels]),
        ResNetSpec residual => $"resnet-{residual.Depth}",
        BagSpec bag => string.Join('-', ["bag", bag.Buckets, bag.Dimensions, .. bag.Widths]),
        WordPieceSpec pieces => string.Join('-', [pieces.Kernels.Count > 0 ? "textconv" : pieces.Vectors is null ? "wordpiece" : "static", pieces.Dimensions, .. pieces.Kernels, .. pieces.Widths]),
        TransformerSpec transformer => string.Join('-', new[] { transformer.Encoder is null ? "transformer" : "encoder", $"{transformer.Layers}", $"{transformer.Dimensions}" }.Where(part => part.Length > 0)),
        _ => "network",
    };
}
