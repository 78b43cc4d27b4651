using System.Diagnostics;
using Distill.Data;
using Distill.Evaluation;
using Distill.Specialists;

namespace Distill.Benchmarks.Combine;

/// <summary>
/// Combines distributions of 15,000 classes and 61 specialists: how far from the minimum, how fast beside the paper's gradient
/// descent, and what it allocates. All on one thread.
/// </summary>
internal static class CombineProgram
{
    private const int Classes = 15_000;
    private const int Specialists = 61;
    private const int SetSize = 300;
    private const int Timed = 200;
    private const double NearEnough = 1e-4;

    public static CombineReport Run(int problems, int descents)
    {
        var overlapping = Overlapping(seed: 1);
        ClassSets[] kinds = [overlapping, Disjoint(), Nested()];
        var (largest, mostActive) = (0.0, 0);
        for (var number = 0; number < problems; number++)
        {
            var sets = kinds[number % kinds.Length];
            var random = new SeededRandom(7, number);
            var active = number % 10 == 0 ? sets.Count : 1 + random.Below(sets.Count);
            var example = CombineExample.OfAny(sets, active, random);
            largest = Math.Max(largest, new Optimum(example).Gap(Solve(example)));
            mostActive = Math.Max(mostActive, active);
        }

        CombineExample[] typical = [.. Enumerable.Range(0, Timed).Select(number => CombineExample.OfTopClass(overlapping, new SeededRandom(8, number)))];
        CombineExample[] all = [.. Enumerable.Range(0, Timed / 10).Select(number => CombineExample.OfAny(overlapping, Specialists, new SeededRandom(9, number)))];
        var combination = new KlCombination(overlapping);
        var combined = new float[Classes];
        var seconds = Seconds(combination, typical, combined);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var example in typical)
        {
            combination.Combine(example.Generalist, example.Active, example.Answers, combined);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        var descent = Descend([.. typical.Where(example => example.Active.Length > 0).Take(descents)], combination, combined);
        return new CombineReport(
            Classes, Specialists, problems, largest, mostActive, 1 / seconds.Average(), typical.Average(example => example.Active.Length),
            1 / Seconds(combination, all, combined).Average(), (double)bytes / Timed, 1 / descent.Seconds, descent.Steps, descent.Stopped, descent.Ratio);
    }

    private static double[] Solve(CombineExample example)
    {
        var combined = new float[Classes];
        new KlCombination(example.Sets).Combine(example.Generalist, example.Active, example.Answers, combined);
        double[] q = [.. combined.Select(value => Math.Exp(value))];
        var total = q.Sum();
        return [.. q.Select(share => share / total)];
    }

    private static (double Seconds, double Steps, int Stopped, double Ratio) Descend(CombineExample[] examples, KlCombination combination, float[] combined)
    {
        var descent = new GradientDescent(Classes);
        var runs = examples.Select(example =>
        {
            var optimum = new Optimum(example);
            var goal = optimum.CrossEntropy(Solve(example)) + NearEnough;
            var watch = Stopwatch.StartNew();
            var (steps, reached) = descent.Run(optimum, example.Generalist, 1 + example.Active.Length, goal);
            return (watch.Elapsed.TotalSeconds, Steps: steps, Reached: reached, Ours: Seconds(combination, [example], combined)[0]);
        }).ToList();
        return (
            runs.Average(run => run.TotalSeconds), InterleavedTimer.Median(runs.Select(run => (double)run.Steps)), runs.Count(run => !run.Reached),
            InterleavedTimer.Median(runs.Select(run => run.TotalSeconds / run.Ours)));
    }

    // For each example, the shortest of some times: what is longer was disturbed.
    private static double[] Seconds(KlCombination combination, CombineExample[] examples, float[] combined)
    {
        var seconds = new double[examples.Length];
        Array.Fill(seconds, double.PositiveInfinity);
        for (var round = 0; round < 5; round++)
        {
            for (var number = 0; number < examples.Length; number++)
            {
                var example = examples[number];
                var started = Stopwatch.GetTimestamp();
                combination.Combine(example.Generalist, example.Active, example.Answers, combined);
                seconds[number] = Math.Min(seconds[number], Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        return seconds;
    }

    // Neighbouring sets share classes, as clusters of confusable classes do.
    private static ClassSets Overlapping(long seed)
    {
        var random = new SeededRandom(seed);
        return new ClassSets(Classes, Enumerable.Range(0, Specialists).Select(number =>
        {
            var set = new HashSet<int>();
            while (set.Count < SetSize)
            {
                set.Add(((number * Classes / Specialists) + random.Below(3 * SetSize)) % Classes);
            }

            return set;
        }));
    }

    // 61 sets of 300 would be more classes than there are.
    private static ClassSets Disjoint() => new(
        Classes, Enumerable.Range(0, 49).Select(number => Enumerable.Range(number * SetSize, SetSize).ToArray()));

    private static ClassSets Nested() => new(
        Classes, Enumerable.Range(1, Specialists).Select(number => Enumerable.Range(0, number * SetSize * 2 / 3).ToArray()));
}
