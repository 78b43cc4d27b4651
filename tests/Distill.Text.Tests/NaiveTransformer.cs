using Distill.Models;
using Distill.Models.Networks;

namespace Distill.Text.Tests;

/// <summary>A transformer in double precision, one text and one number after the other, from the weights that a model has.</summary>
internal sealed class NaiveTransformer(Classifier model)
{
    private readonly Dictionary<string, (long[] Shape, double[] Values)> weights = model.State().ToDictionary(
        pair => pair.Name, pair => (pair.Value.shape, Array.ConvertAll(pair.Value.detach().data<float>().ToArray(), value => (double)value)), StringComparer.Ordinal);

    private readonly TransformerSpec spec = (TransformerSpec)model.Spec!.Network;

    /// <summary>The logits of a text; there are no hidden layers behind the vector.</summary>
    public double[] Logits(string text) => Product(Vector(text), "linear1");

    /// <summary>Its pooled vector.</summary>
    public double[] Vector(string text) => Vector(((IPieceNetwork)spec).Pieces().Of(System.Text.Encoding.UTF8.GetBytes(text), spec.Length));

    /// <summary>That of a text that was cut, with its marks.</summary>
    public double[] Vector(IReadOnlyList<long> rows)
    {
        var (width, heads) = (spec.Width, spec.HeadCount);
        var table = weights["encoder.table.weight"].Values;
        var places = weights["encoder.places.weight"].Values;
        var vectors = rows.Select((row, place) => Norm([.. Enumerable.Range(0, width).Select(i => table[(row * width) + i] + places[(place * width) + i])], "encoder.norm")).ToArray();
        for (var layer = 0; layer < spec.Depth; layer++)
        {
            var name = $"encoder.layers.{layer}";
            var mixed = vectors.Select(vector => Product(vector, $"{name}.projection")).ToArray();
            var attended = vectors.Select((_, piece) => Enumerable.Range(0, heads).SelectMany(head => Attend(mixed, piece, head, width / heads)).ToArray()).ToArray();
            vectors = [.. vectors.Select((vector, piece) =>
            {
                var middle = Norm(Sum(vector, Product(attended[piece], $"{name}.output")), $"{name}.norm1");
                var hidden = Array.ConvertAll(Product(middle, $"{name}.inner"), x => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))));
                return Norm(Sum(middle, Product(hidden, $"{name}.outer")), $"{name}.norm2");
            })];
        }

        return spec.Pooling == TextPooling.First ? vectors[0] : [.. Enumerable.Range(0, width).Select(i => vectors.Average(vector => vector[i]))];
    }

    private double[] Attend(double[][] mixed, int piece, int head, int size)
    {
        double[] Part(double[] of, int part) => of[((part * spec.Width) + (head * size))..((part * spec.Width) + ((head + 1) * size))];

        var query = Part(mixed[piece], 0);
        var scores = mixed.Select(other => Part(other, 1).Zip(query, (a, b) => a * b).Sum() / Math.Sqrt(size)).ToArray();
        var largest = scores.Max();
        var shares = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        var total = shares.Sum();
        return [.. Enumerable.Range(0, size).Select(i => shares.Zip(mixed, (share, other) => share / total * Part(other, 2)[i]).Sum())];
    }

    private double[] Product(double[] vector, string name)
    {
        var (shape, weight) = weights[$"{name}.weight"];
        var bias = weights[$"{name}.bias"].Values;
        return [.. Enumerable.Range(0, (int)shape[0]).Select(row => bias[row] + vector.Select((value, column) => value * weight[(row * shape[1]) + column]).Sum())];
    }

    private double[] Norm(double[] vector, string name)
    {
        var mean = vector.Average();
        var deviation = Math.Sqrt(vector.Average(value => (value - mean) * (value - mean)) + spec.LeastVariance);
        var (factor, shift) = (weights[$"{name}.weight"].Values, weights[$"{name}.bias"].Values);
        return [.. vector.Select((value, i) => ((value - mean) / deviation * factor[i]) + shift[i])];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    // By its series, which for the numbers here loses nothing.
    private static double Erf(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return Math.Abs(x) > 5 ? Math.Sign(x) : 2 / Math.Sqrt(Math.PI) * sum;
    }
}
