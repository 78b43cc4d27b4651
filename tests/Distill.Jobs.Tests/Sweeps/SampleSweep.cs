using Distill.Runs.Results;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Tests.Sweeps;

/// <summary>A sweep with made-up numbers, in the proportions of a real one, and the same at every call.</summary>
internal static class SampleSweep
{
    private const int Seeds = 5;

    private static readonly double[] Temperatures = [1, 2, 2.5, 3, 4, 6, 8, 12, 20, 40];

    /// <summary>Two networks at ten temperatures and one weight, chosen on held-out data; one student of them stopped.</summary>
    public static Sweep Create() => Of([0.1], chosen: true);

    /// <summary>The same at three weights, with nothing held out.</summary>
    public static Sweep WithoutChoice() => Of([0, 0.1, 0.5], chosen: false);

    private static Sweep Of(double[] weights, bool chosen) => new(
        "Sample sweep with made-up numbers",
        new DatasetFacts("Made-up digits", [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")], 60000, chosen ? 5000 : 0, 10000),
        "784-1200-1200-10, dropout",
        [
            Network("mlp-30-30", "784-30-30-10", 24_790, 412, 3, weights, chosen, together: true),
            Network("mlp-800-800", "784-800-800-10", 1_276_810, 81, 12, weights, chosen, together: false),
        ],
        71);

    private static SweepNetwork Network(
        string id, string description, long parameters, double fewest, double best, double[] weights, bool chosen, bool together)
    {
        List<SweepSetting> settings = [.. from weight in weights
            from temperature in Temperatures
            select Setting(fewest * (1 + weight), best, temperature, weight, chosen && temperature == best, stops: !together)];
        var network = new SweepNetwork(id, description, parameters, parameters - 1000, together ? 184 : 4031, together, settings);
        if (settings.Find(setting => setting.Chosen) is not { } choice)
        {
            return network;
        }

        var labels = Setting(1.4 * fewest, best, best, 1, chosen: false, stops: false);
        return network with
        {
            Tests = [.. settings.Where(setting => !setting.Chosen).Select(setting => Test(setting, choice))],
            Labels = labels.Students,
            AgainstLabels = Test(labels, choice),
        };
    }

    private static SweepSetting Setting(double fewest, double best, double temperature, double weight, bool chosen, bool stops)
    {
        var mean = fewest * (1 + (0.06 * Math.Pow(Math.Log2(temperature / best), 2)));
        return new SweepSetting(
            temperature, weight,
            [.. Enumerable.Range(1, Seeds).Select(seed => stops && temperature == 40 && seed == 2
                ? new SweepStudent(seed, null, null, Failure: "the loss is not a number at step 1,200")
                : Student(seed, mean + (Math.Sin((seed * 2.1) + temperature) * Math.Sqrt(mean))))],
            chosen);
    }

    private static SweepStudent Student(int seed, double errors) => new(
        seed, (long)errors, errors / 3000, (long)(errors * 0.6), errors / 2900);

    private static SettingTest Test(SweepSetting other, SweepSetting choice)
    {
        var difference = Mean(other) - Mean(choice);
        return new SettingTest(
            other.Temperature, other.HardWeight, difference, difference - 7.4, difference + 7.4, 0.95, Math.Exp(-Math.Abs(difference) / 2.5));
    }

    private static double Mean(SweepSetting setting) => setting.Students.Average(student => student.TestErrors)!.Value;
}
