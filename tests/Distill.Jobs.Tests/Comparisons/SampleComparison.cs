using Distill.Runs.Results;

namespace Distill.Jobs.Tests.Comparisons;

/// <summary>A comparison with made-up numbers, in the proportions of a real one, and the same at every call.</summary>
internal static class SampleComparison
{
    public static readonly string[] Classes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly long[] Seeds = [1, 2, 3];

    /// <param name="image">Gives the image of the i-th sample; a drawn one where null.</param>
    public static Comparison Create(Func<int, SampleImage>? image = null) => new(
        "Sample comparison with made-up numbers",
        new DatasetFacts("Made-up garments", Classes, 60000, 6000, 10000),
        new StudentFacts("784-128-128-10", 118282, 117760, 2, 0.1, new Throughput(412000, 0.061)),
        [
            Row("hard", "Labels alone", 6000, 6000, [1533, 1546, 1539], 0.46, 0.047, null, 1, 0.086),
            Row("distilled", "Distilled, same images", 6000, 6000, [1397, 1445, 1421], 0.405, 0.018, 2, 0.1, 0.079),
            Row("transfer", "Distilled, all images, no labels", 54000, 0, [1012, 1034, 1021], 0.301, 0.012, 2, 0, 0.061),
        ],
        new Headline("distilled", "hard"),
        new TeacherFacts(
            "2 convolutional nets, mean of probabilities", 2,
            new TestScores(757, 0.214, 0.011, 0.109, 0.984), 842_000, 5_870_000, new Throughput(9100, 1.84), [801, 812], Bins(0.01)),
        3,
        [
            new PairedTest("hard", "distilled", 1204, 849, 2.4e-15, 0.0118, 0.0091, 0.0147, 0.95),
            new PairedTest("distilled", "transfer", 1650, 454, 0, 0.0399, 0.0372, 0.0426, 0.95),
        ],
        [
            Confused(6, 0, 141, 221.3, 203.7, 165), Confused(6, 2, 88, 180.3, 166, 121.3),
            Confused(4, 2, 71, 148, 139.7, 101.3), Confused(2, 4, 80, 142.7, 120.3, 96),
            Confused(0, 6, 93, 139, 131.3, 108.7), Confused(2, 6, 60, 118.7, 101, 83),
        ],
        new HeldOutGrid("held-out error rate, mean of 2 seeds", [.. Grid()]),
        [.. Enumerable.Range(0, 4).Select(i => Example(i, image?.Invoke(i) ?? Drawn(i)))],
        [new Mistake(6, 0, 0.97, 0.002, 6, 0.61, Drawn(1)), new Mistake(4, 2, 0.91, 0.03, 2, 0.52)],
        [.. Enumerable.Range(0, Classes.Length).Select(label => (IReadOnlyList<double>)[.. Enumerable.Range(0, Classes.Length).Select(predicted =>
            predicted == label ? 850.0 : predicted == (label + 3) % Classes.Length ? 60 + label + (1.0 / 3) : 0)])]);

    private static ComparisonRow Row(
        string id, string label, long examples, long labels, long[] errors, double nll, double ece,
        double? temperature, double hardWeight, double slowness) =>
        new(
            id, label, examples, labels,
            [.. errors.Select((count, i) => new SeedResult(
                Seeds[i],
                new TestScores(
                    count, nll + (i * 0.004), ece + (i * 0.001), count / 10000.0 * 1.48,
                    0.97 + (0.001 * i), 0.9 - (count / 20000.0), nll / 3),
                [.. Curve(count / 10000.0, nll, slowness, i)],
                12.4 + i))],
            temperature, hardWeight, Bins(ece));

    private static IEnumerable<CurvePoint> Curve(double errorRate, double nll, double slowness, int seed)
    {
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            var left = Math.Exp(-epoch / 3.5);
            var noise = Math.Sin((epoch * 2.3) + (seed * 1.7)) * 0.003;
            yield return new CurvePoint(
                epoch, 2.3 * (slowness + left), errorRate + (0.21 * left) + noise + (seed * 0.001), nll + (0.6 * left) + (noise * 2));
        }
    }

    private static List<ReliabilityBin> Bins(double gap) =>
        [.. Enumerable.Range(0, 10).Select(i =>
        {
            var confidence = (i + 0.55) / 10;
            var accuracy = confidence - (gap * (1.6 - (i / 9.0)) * 1.5);
            var count = i < 2 ? 0 : (long)(12 * Math.Pow(1.95, i));
            return new ReliabilityBin(count, confidence, Math.Max(0, accuracy));
        })];

    private static ConfusedPair Confused(int of, int predicted, long teacher, double hard, double distilled, double transfer) =>
        new(of, predicted, new Dictionary<string, double> { ["hard"] = hard, ["distilled"] = distilled, ["transfer"] = transfer }, teacher);

    private static IEnumerable<HeldOutScore> Grid() =>
        from weight in new[] { 0, 0.1, 0.3, 0.5 }
        from temperature in new double[] { 1, 2, 4, 8 }
        let distance = Math.Abs(Math.Log2(temperature) - 1) + Math.Abs(weight - 0.1)
        select new HeldOutScore(temperature, weight, 0.1421 + (distance * 0.004), 0.41 + (distance * 0.021), distance == 0);

    private static SampleExample Example(int i, SampleImage image)
    {
        (int True, int[] Shown, double[] Logits, double[] Hard, double[] Distilled)[] samples =
        [
            (9, [9, 7, 5, 8, 6], [14.2, 8.1, 6.9, 0.3, -1.1], [8, 6.9, 3, 0, -1], [8.4, 4.8, 3.8, -0.2, -1]),
            (6, [6, 0, 2, 4, 3], [7.9, 6.8, 5.1, 4.6, 2.2], [4.1, 5.2, 3.3, 2.6, 1], [4.9, 4.3, 3, 2.7, 1.2]),
            (4, [4, 2, 6, 3, 0], [9.4, 7.2, 6.1, 2.6, -0.4], [4.4, 4.9, 2.9, 1.2, -1], [5.4, 4.6, 3.6, 1.1, -1.2]),
            (1, [1, 3, 0, 6, 8], [16.1, 6.4, 2.2, 0.9, -2.1], [9.1, 3.9, 1.1, 0.4, -2], [9, 4.2, 1, 0.2, -1.6]),
        ];
        var (truth, shown, logits, hard, distilled) = samples[i % samples.Length];
        return new SampleExample(
            truth, shown,
            [.. new double[] { 1, 2, 4, 8 }.Select(temperature => new TeacherProbabilities(temperature, Softened(logits, temperature)))],
            [new StudentProbabilities("hard", Softened(hard, 1)), new StudentProbabilities("distilled", Softened(distilled, 1))],
            image);
    }

    // The five shown classes, and five more of logit −4.
    private static double[] Softened(double[] logits, double temperature)
    {
        var all = logits.Concat(Enumerable.Repeat(-4.0, 5)).Select(logit => Math.Exp(logit / temperature)).ToArray();
        return [.. all.Take(logits.Length).Select(value => value / all.Sum())];
    }

    private static SampleImage Drawn(int i)
    {
        const int side = 28;
        var pixels = new byte[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var radius = Math.Sqrt(Math.Pow(x - 13.5, 2) + Math.Pow((y - 13.5) * (1 + (0.3 * i)), 2));
                pixels[(y * side) + x] = (byte)(radius < 11 ? 220 - (radius * 9) : 0);
            }
        }

        return new SampleImage(side, side, 1, pixels);
    }
}
