using System.Globalization;
using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Jobs.Training;

/// <summary>Measures a trained embedder on held-out examples, whose vectors are in the store that it learned from.</summary>
internal static class VectorTest
{
    private const int BatchSize = 256;

    // Each is compared with all others.
    private const int MostNeighbours = 10_000;

    /// <summary>Measures the model of a run, and writes what was found.</summary>
    /// <param name="run">The run, with its model.</param>
    /// <param name="recipe">What was trained.</param>
    /// <param name="heldOut">One example or more.</param>
    /// <param name="context">Told of examples done and of the result; its token stops it.</param>
    public static VectorScore Run(RunDirectory run, TrainRecipe recipe, ExampleView heldOut, JobContext context)
    {
        var seen = heldOut.Count <= MostNeighbours ? heldOut : heldOut.Subset([.. Enumerable.Range(0, MostNeighbours)], heldOut.Name);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = ModelFile.LoadAny(run.ModelPath);
        using var store = StoredVectors.Open(recipe.Vectors!, seen);
        List<Tensor> mine = [], theirs = [];
        for (var first = 0; first < seen.Count; first += BatchSize)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            using var batch = seen.Read(first, Math.Min(BatchSize, seen.Count - first));
            mine.Add(Unit(model.call(batch.Inputs)));
            theirs.Add(Unit(store.Vectors(batch)));
            context.Progress?.Report(new WorkProgress("measuring vectors", first + batch.Size, seen.Count, "examples"));
        }

        var (own, guide) = (cat(mine), cat(theirs));
        var score = new VectorScore(
            seen.Count, own.mul(guide).sum(1).mean().item<float>(), seen.Count < 2 ? 1 : Nearest(own).eq(Nearest(guide)).to(ScalarType.Float64).mean().item<double>());
        score.Write(run);
        context.Say?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"Held out: {score.Examples:N0} examples, mean cosine {score.Cosine:0.000} to the vectors of the teacher; the nearest other example is the same for {score.SameNeighbour:P1}."));
        return score;
    }

    private static Tensor Unit(Tensor vectors) => nn.functional.normalize(vectors, p: 2, dim: 1);

    private static Tensor Nearest(Tensor vectors)
    {
        // Rows of a part at a time: all at once they would be the square of the examples.
        List<Tensor> nearest = [];
        var numbers = TensorArithmetic.Counted(vectors.shape[0]);
        for (long first = 0; first < vectors.shape[0]; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            var rows = vectors.narrow(0, first, Math.Min(BatchSize, vectors.shape[0] - first));
            var products = rows.mm(vectors.t());
            var self = numbers.narrow(0, first, rows.shape[0]).unsqueeze(1);
            using var least = TensorArithmetic.Filled([rows.shape[0], 1], double.NegativeInfinity, products.dtype);
            nearest.Add(products.scatter(1, self, least).argmax(1).MoveToOuterDisposeScope());
        }

        return cat(nearest);
    }
}
