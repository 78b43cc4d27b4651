using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;
using Distill.Training;
using TemperatureRange = Distill.Temperatures;

namespace Distill.Jobs.Recipes;

/// <summary>
/// Which students a sweep trains: of each architecture one for every temperature, hard weight and seed. They share
/// examples, order and options, so that those of one architecture can be trained at once.
/// </summary>
public sealed record SweepGrid
{
    /// <summary>The architectures, one or more, each once.</summary>
    public required IReadOnlyList<NetworkSpec> Networks { get; init; }

    /// <summary>Temperatures T of distillation, one or more, each once and from 0.001 to 1,000,000.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 2, 4, 8, 20];

    /// <summary>Weights w of the labels beside the soft targets, one or more, each once and from 0 to 1.</summary>
    public IReadOnlyList<double> HardWeights { get; init; } = [0.1];

    /// <summary>What decides the first weights of a student, one or more numbers, each once.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>How every student is trained; its seed decides the order of the examples, which is the same for all.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Every pair of a temperature and a hard weight, in the order of the results.</summary>
    internal IEnumerable<(double Temperature, double HardWeight)> Settings =>
        from temperature in Temperatures from hardWeight in HardWeights select (temperature, hardWeight);

    /// <summary>What is out of range, one sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var students = Networks.Count * ((double)Temperatures.Count * HardWeights.Count + 1) * Seeds.Count;
        return
        [
            .. new ProblemList
            {
                {
                    Networks.Count == 0 || Networks.Contains(null) || Networks.Distinct().Count() != Networks.Count,
                    "networks is empty, or has an empty place or an architecture twice; expected one or more different architectures"
                },
                Expect(Temperatures, "temperatures", TemperatureRange.IsInRange, $"{TemperatureRange.Lowest} to {TemperatureRange.Highest:0}"),
                Expect(HardWeights, "hardWeights", weight => weight is >= 0 and <= 1, "0 to 1"),
                Expect(Seeds, "seeds", _ => true, $"{long.MinValue} to {long.MaxValue}"),
                { students > Sweep.MostStudents, $"networks, temperatures, hardWeights and seeds, with one student of labels alone for each network and seed, make {students} students; expected at most {Sweep.MostStudents} in all" },
                { "training.", Training.Problems() },
            },
        ];

        static IEnumerable<string> Expect<T>(IReadOnlyList<T> values, string key, Func<T, bool> isInRange, string range) => new ProblemList
        {
            {
                values.Count == 0 || !values.All(isInRange) || values.Distinct().Count() != values.Count,
                $"{key} is [{string.Join(", ", values)}]; expected one or more different numbers from {range}"
            },
        };
    }
}
