namespace Distill.Runs.Results.Sweeps;

/// <summary>Checks that a sweep is whole: the shape is right already, lengths and references may not be.</summary>
internal static class SweepCheck
{
    public static void Run(Sweep sweep, string path)
    {
        Expect(sweep.Format == Sweep.CurrentFormat, "format", $"{sweep.Format}", $"{Sweep.CurrentFormat}, which this version reads");
        Expect(sweep.Networks.Count > 0, "networks", "none", "one or more");
        Expect(sweep.Networks.All(network => network is not null), "networks", "null", "a network");
        foreach (var network in sweep.Networks)
        {
            OfNetwork(network);
        }

        Expect(
            sweep.Networks.Sum(network => (network.Settings.Count + (network.Labels is null ? 0L : 1)) * network.Settings[0].Students.Count) <= Sweep.MostStudents,
            "networks", "more students", $"at most {Sweep.MostStudents}");

        void OfNetwork(SweepNetwork network)
        {
            var where = $"networks '{network.Id}'.settings";
            Expect(network.Settings.Count > 0 && network.Settings.All(setting => setting?.Students is { Count: > 0 }), where, "an empty setting", "students in each");
            var seeds = network.Settings[0].Students.Select(student => student?.Seed).ToList();
            Expect(
                network.Settings.All(setting => setting.Students.Select(student => student?.Seed).SequenceEqual(seeds)) && seeds.All(seed => seed is not null),
                where, "other seeds in one than in another", "the same seeds in all");
            Expect(
                network.Settings.DistinctBy(setting => (setting.Temperature, setting.HardWeight)).Count() == network.Settings.Count,
                where, "a setting twice", "each once");
            Expect(network.Settings.Count(setting => setting.Chosen) <= 1, where, "two chosen settings", "one at most");
            Expect(
                network.Labels is null || network.Labels.Select(student => student?.Seed).SequenceEqual(seeds),
                $"networks '{network.Id}'.labels", "other seeds than in the settings", "the same seeds");
            Expect(network.Tests is null || network.Tests.All(test => test is not null), $"networks '{network.Id}'.tests", "null", "a test");
        }

        void Expect(bool holds, string where, string found, string expected)
        {
            if (!holds)
            {
                throw new DistillException($"{path}, {where}: found {found}; expected {expected}.");
            }
        }
    }
}
