using Distill.Benchmarks.Throughput;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using Distill.Training.Schedules;

namespace Distill.Benchmarks.Population;

/// <summary>The paper's temperatures on a small student (section 3): fifty students that differ in temperature and first weights.</summary>
internal static class SweepGrid
{
    public const int Seeds = 5;

    private const double HardWeight = 0.1;

    public static double[] Temperatures { get; } = [1, 2, 2.5, 3, 4, 6, 8, 12, 20, 50];

    public static int Members => Temperatures.Length * Seeds;

    /// <summary>The grid with fresh students, which the caller disposes.</summary>
    public static PopulationTask Task(int[] widths, int batchSize, ExampleView view, ITeacher teacher, Precision precision, int steps)
    {
        var members =
            from temperature in Temperatures
            from seed in Enumerable.Range(1, Seeds)
            select new PopulationMember(
                $"T = {temperature}, seed {seed}", Classifier.Build(Setting.Model(widths), seed), new Distillation(temperature, HardWeight));
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(steps),
            BatchSize = batchSize,
            Optimizer = new AdamOptions(),
            Schedule = new ConstantRate { Rate = 0.001 },
            Precision = precision,
        };
        return new PopulationTask([.. members], view, options) { Teacher = teacher };
    }
}
