using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Results;
using Experiments;
using Hinton2015.Mnist;

namespace Hinton2015.Tests.Mnist;

public sealed class MnistResultsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string MnistPath => folder.File("mnist.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Results_come_back_as_written()
    {
        RunJson.Write(MnistPath, Whole());
        var read = ExperimentResults.Read<MnistResults>(MnistPath);
        Assert.Equal(JsonSerializer.Serialize(Whole(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        Assert.Equal((null, 1), (read.Hard!.Temperature, read.Hard.HardWeight));
        Assert.Equal(double.PositiveInfinity, read.Limit![0].Temperature);
        Assert.Null(read.Provenance!.Commands.Single().Commit);
    }

    [Fact]
    public void Parts_that_did_not_run_are_left_out_and_come_back_as_null()
    {
        RunJson.Write(MnistPath, new MnistResults { TestExamples = 10000 });
        var read = ExperimentResults.Read<MnistResults>(MnistPath);

        Assert.All(
            typeof(MnistResults).GetProperties().Where(property => !property.PropertyType.IsValueType && property.Name != "MinutesByPart"),
            part => Assert.Null(part.GetValue(read)));
        Assert.DoesNotContain("teacher", File.ReadAllText(MnistPath), StringComparison.Ordinal);
    }

    private static readonly MnistResults[] Damaged =
    [
        Whole() with { Format = 2 },
        Whole() with { Hard = new MnistStudents([], 1) },
        Whole() with { Distilled = new MnistStudents([], 1, 20, 0) },
        Whole() with { Consistent = new MnistStudents([], 1, 20, 0) },
        Whole() with { HardJittered = new MnistStudents([], 1) },
        Whole() with { DistilledLower = new MnistStudents([], 1) },
        Whole() with { Hints = new MnistStudents([], 1) },
        Whole() with { Mixtures = new MnistStudents([], 1) },
        Whole() with { Inherited = Whole().Inherited! with { StartErrors = [] } },
        Whole() with { Inherited = Whole().Inherited! with { Hard = new MnistStudents([], 1) } },
        Whole() with { Inherited = Whole().Inherited! with { Distilled = new MnistStudents([], 1, 20, 0) } },
        Whole() with { Ensemble = Whole().Ensemble! with { StudentErrors = [] } },
        Whole() with { Ensemble = Whole().Ensemble! with { MemberErrors = [] } },
        Whole() with { Temperature = [null!] },
        Whole() with { Temperature = [new MnistTemperature(30, 1, [])] },
        Whole() with { TemperatureTests = [null!] },
        Whole() with { Limit = [null!] },
        Whole() with { Limit = [new MnistLimit(1, 1, 1, [])] },
        Whole() with { PairedTests = [null!] },
    ];

    // By number: a runner that writes such results out as text would meet their holes.
    public static TheoryData<int> DamagedNumbers => [.. Enumerable.Range(0, Damaged.Length)];

    [Theory]
    [MemberData(nameof(DamagedNumbers))]
    public void A_list_with_holes_or_another_format_is_refused(int number)
    {
        File.WriteAllText(MnistPath, JsonSerializer.Serialize(Damaged[number], RunJson.Options));
        Assert.Contains(MnistPath, Assert.Throws<DistillException>(() => ExperimentResults.Read<MnistResults>(MnistPath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"testExamples\":1,\"hard\":{\"errors\":null,\"epochs\":1}}")]
    [InlineData("{\"testExamples\":1,\"minutesByPart\":null}")]
    public void A_damaged_file_is_the_users_mistake(string content)
    {
        File.WriteAllText(MnistPath, content);
        Assert.Contains(MnistPath, Assert.Throws<DistillException>(() => ExperimentResults.Read<MnistResults>(MnistPath)).Message, StringComparison.Ordinal);
    }

    private static MnistResults Whole() => new()
    {
        TestExamples = 10000,
        Smoke = true,
        Teacher = new MnistTeacher(67, "784-1200-1200-10", 500),
        Hard = new MnistStudents([146, 150], 100),
        Distilled = new MnistStudents([74], 100, 20, 0.1),
        Consistent = new MnistStudents([70], 100, 20, 0),
        HardJittered = new MnistStudents([79], 100),
        DistilledLower = new MnistStudents([77], 100, 6, 0.1),
        Hints = new MnistStudents([72], 40, 20, 0),
        Mixtures = new MnistStudents([88], 100, 8, 0),
        Inherited = new MnistInherited([80], new MnistStudents([90], 10), new MnistStudents([68], 10, 20, 0)),
        Ensemble = new MnistEnsemble(60, "conv 16, 10", [70, 71], 100, [65], 500, 20),
        Temperature = [new MnistTemperature(30, 2.5, [400, 410], [200, 201]), new MnistTemperature(30, 8, [420, 430])],
        TemperatureTests = [new MnistTemperatureTest(30, 2.5, 8, 20, 10, 30, 0.95, 0.01)],
        Omit3 = new MnistOmit3(206, 133, new MnistBiasOn3(3, 115, 20), new MnistBiasOn3(3.5, 109, 14), 1010, 2),
        Only78 = new MnistOnly78(0.473, new MnistBiasOn78(-7, 0.14), new MnistBiasOn78(-7.6, 0.132), 2),
        Limit = [new MnistLimit(double.PositiveInfinity, 80, 0.9, [79, 81])],
        PairedTests = [new PairedTest("hard", "distilled", 90, 20, 1e-9)],
        MinutesByPart = new Dictionary<string, double> { ["teacher"] = 10 },
        Provenance = new ExperimentProvenance(
            [new ExperimentCommand("distill", ["teacher"])], new RunVersions("0.1.0", "10.0.0"), new MachineInfo("system", "processor", 2, 1 << 30), [1, 2],
            new DateTimeOffset(2026, 3, 1, 18, 2, 0, TimeSpan.Zero)),
    };
}
