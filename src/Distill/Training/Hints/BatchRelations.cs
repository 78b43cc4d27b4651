using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>How the examples of a batch stand to each other, in a layer of the student and in one of the teacher.</summary>
internal static class BatchRelations
{
    /// <summary>The mean square distance between both n × n tables of products, whose rows are at length 1.</summary>
    public static Tensor Similarity(Tensor mine, Tensor guide)
    {
        var difference = Table(mine) - Table(guide);
        return difference.mul(difference).mean();

        static Tensor Table(Tensor layer) => nn.functional.normalize(Products(layer), p: 2, dim: 1);
    }

    /// <summary>The smooth distance between distances, and twice that between cosines of angles.</summary>
    public static Tensor DistancesAndAngles(Tensor mine, Tensor guide)
    {
        var (own, theirs) = (new Geometry(mine), new Geometry(guide));
        return nn.functional.smooth_l1_loss(own.RelativeDistances, theirs.RelativeDistances)
            .Plus(nn.functional.smooth_l1_loss(own.Cosines, theirs.Cosines).Weighted(2));
    }

    private static Tensor Products(Tensor layer)
    {
        var rows = layer.flatten(1);
        return rows.mm(rows.t());
    }

    /// <summary>All of it follows from the products of rows, which are n², where the differences of rows are n² times their width.</summary>
    private readonly struct Geometry
    {
        public Geometry(Tensor layer)
        {
            // Angles and distances do not change where all rows move, and products of rows near each other cancel less.
            var products = Products(layer - layer.mean([0], keepdim: true));
            var squares = products.diagonal();
            var distances = squares.unsqueeze(1).Plus(squares.unsqueeze(0)).Plus(products, -2).NoLessThan(1e-12).sqrt();
            using var apart = eye(products.shape[0], dtype: products.dtype, device: products.device).neg().Plus(1);
            distances = distances * apart;
            var count = Math.Max(1, products.shape[0] * (products.shape[0] - 1));
            RelativeDistances = distances / maximum(distances.sum() / distances.Alike(count), distances.Alike(1e-12));
            // At the corner j between i and k: (i − j)·(k − j) over both lengths, [j, i, k].
            var corner = (products.unsqueeze(0) - products.unsqueeze(2) - products.unsqueeze(1)).Plus(squares.reshape(-1, 1, 1));
            var lengths = distances.NoLessThan(1e-6);
            Cosines = corner * apart.unsqueeze(2) * apart.unsqueeze(1) / lengths.unsqueeze(2) / lengths.unsqueeze(1);
        }

        /// <summary>[n, n], over the mean between different examples.</summary>
        public Tensor RelativeDistances { get; }

        /// <summary>[n, n, n].</summary>
        public Tensor Cosines { get; }
    }
}
