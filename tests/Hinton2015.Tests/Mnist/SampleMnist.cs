using Distill.Runs.Results;
using Hinton2015.Mnist;
using Hinton2015.Tests.Parts;

namespace Hinton2015.Tests.Mnist;

/// <summary>Results on MNIST with made-up numbers, in the proportions of real ones.</summary>
internal static class SampleMnist
{
    private static readonly double[] Temperatures = [1, 2, 2.5, 3, 4, 8, 20, 40];

    public static MnistResults Create() => new()
    {
        TestExamples = 10000,
        Teacher = new MnistTeacher(71, "784-1200-1200-10", 500),
        Hard = new MnistStudents([151, 143, 148, 155, 146], 100),
        Distilled = new MnistStudents([80, 77, 84, 79, 76], 500, 20, 0.1),
        Consistent = new MnistStudents([74, 69, 78, 72, 70], 500, 20, 0),
        HardJittered = new MnistStudents([78, 82, 80, 79, 77], 500),
        DistilledLower = new MnistStudents([76, 79, 75, 81, 78], 500, 6, 0.1),
        Hints = new MnistStudents([73, 71, 75, 70, 74], 40, 20, 0),
        Mixtures = new MnistStudents([90, 86, 88, 92, 87], 500, 8, 0),
        Inherited = new MnistInherited(
            [85, 92, 79, 88, 83], new MnistStudents([99, 104, 96, 101, 98], 10), new MnistStudents([73, 70, 75, 71, 72], 10, 20, 0)),
        Ensemble = new MnistEnsemble(60, "conv 16-32, 64, 10", [72, 75, 70, 79, 68, 74, 77, 71, 76, 73], 200, [63, 66, 61], 500, 20),
        Temperature = [.. from width in new[] { 30, 100, 300, 800 } from temperature in Temperatures select Students(width, temperature)],
        TemperatureTests = [.. from width in new[] { 30, 800 }
            from other in Temperatures
            where other != Best(width)
            let difference = Mean(width, other) - Mean(width, Best(width))
            select new MnistTemperatureTest(
                width, Best(width), other, difference, difference - 5, difference + 5, 0.95, Math.Exp(-difference / 1.6))],
        Omit3 = new MnistOmit3(219.4, 141.2, new MnistBiasOn3(2.91, 118.6, 31.4), new MnistBiasOn3(3.6, 112.2, 15.8), 1010, 5),
        Only78 = new MnistOnly78(0.512, new MnistBiasOn78(-6.8, 0.158), new MnistBiasOn78(-7.9, 0.139), 5),
        Limit =
        [
            new MnistLimit(20, 79.2, 4.41, [80, 77, 84, 79, 76]),
            new MnistLimit(100, 81.7, 1.32, [81, 84, 80]),
            new MnistLimit(double.PositiveInfinity, 82.3, 0.87, [83, 80, 84]),
        ],
        PairedTests =
        [
            new PairedTest("hard", "distilled", 612, 265, 3.1e-32, 0.0069, 0.0058, 0.0081, 0.95),
            new PairedTest("distilled", "consistent", 148, 115, 0.048),
            new PairedTest("inheritedHard", "inherited", 190, 90, 1e-9),
        ],
        MinutesByPart = new Dictionary<string, double>
        {
            ["teacher"] = 61.2,
            ["hard"] = 12.4,
            ["distilled"] = 48.9,
            ["temperature"] = 70.1,
            ["ensemble"] = 305,
        },
        Provenance = SampleProvenance.Of("distill experiment mnist", ["teacher", "students"], [1, 2, 3, 4, 5]),
    };

    private static double Best(int width) => width < 100 ? 3 : 20;

    private static double Mean(int width, double temperature) =>
        (70 + (9000.0 / width)) * (1 + (0.03 * Math.Pow(Math.Log2(temperature / Best(width)), 2)));

    private static MnistTemperature Students(int width, double temperature)
    {
        var mean = Mean(width, temperature);
        var errors = Enumerable.Range(1, 5).Select(seed => mean + (Math.Sin((seed * 2.1) + temperature) * Math.Sqrt(mean) * 0.8)).ToList();
        return new MnistTemperature(
            width, temperature, [.. errors.Select(count => (long)count)], [.. errors.Select(count => (long)(count / 2))]);
    }
}
