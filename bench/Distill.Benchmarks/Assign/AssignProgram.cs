using System.Diagnostics;
using Distill.Data;
using Distill.Evaluation;
using Distill.Specialists;

namespace Distill.Benchmarks.Assign;

/// <summary>Clusters 15,000 classes of 61 families by made-up predictions that confuse the classes of a family.</summary>
internal static class AssignProgram
{
    private const int Classes = 15_000;
    private const int Families = 61;
    private const int TopK = 50;

    public static AssignReport Run(int examples)
    {
        var covariance = new ConfusionCovariance(Classes, examples);
        var counting = new Stopwatch();
        var predictions = new Prediction();
        for (var example = 0; example < examples; example++)
        {
            predictions.Draw(new SeededRandom(3, example), example % Classes);
            counting.Start();
            covariance.Add(predictions.Classes, predictions.Probabilities, predictions.Remaining);
            counting.Stop();
        }

        var clustering = Stopwatch.StartNew();
        var assignment = ClassAssignment.Of(covariance, new AssignmentOptions { Specialists = Families, ClassesEach = 300 });
        clustering.Stop();
        using var process = Process.GetCurrentProcess();
        return new AssignReport(
            Classes, examples, TopK, Families, counting.Elapsed.TotalSeconds, clustering.Elapsed.TotalSeconds, process.PeakWorkingSet64,
            RandIndex.Adjusted(assignment.ClusterOf, [.. Enumerable.Range(0, Classes).Select(number => number % Families)]));
    }

    // The true class has most, forty of its family share much of what is left, and the rest of the list is anything.
    private sealed class Prediction
    {
        private readonly int[] classes = new int[TopK];
        private readonly float[] probabilities = new float[TopK];
        private readonly HashSet<int> seen = [];

        public ReadOnlySpan<int> Classes => classes;

        public ReadOnlySpan<float> Probabilities => probabilities;

        public float Remaining { get; private set; }

        public void Draw(SeededRandom random, int truth)
        {
            seen.Clear();
            seen.Add(truth);
            (classes[0], probabilities[0]) = (truth, 10);
            for (var place = 1; place < TopK; place++)
            {
                var number = Other(ref random, truth, place < 40);
                (classes[place], probabilities[place]) = (number, (float)(random.NextDouble() * (place < 40 ? 1 : 0.1)));
            }

            Array.Sort(classes, probabilities);
            var total = probabilities.Sum() / 0.98f;
            for (var place = 0; place < TopK; place++)
            {
                probabilities[place] /= total;
            }

            Remaining = 0.02f;
        }

        private int Other(ref SeededRandom random, int truth, bool family)
        {
            int number;
            do
            {
                number = random.Below(AssignProgram.Classes);
                number = family ? number - (number % Families) + (truth % Families) : number;
            }
            while (number >= AssignProgram.Classes || !seen.Add(number));
            return number;
        }
    }
}
