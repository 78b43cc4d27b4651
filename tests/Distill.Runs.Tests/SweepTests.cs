using System.Text.Json;
using Distill.Runs.Results;
using Distill.Runs.Results.Sweeps;

namespace Distill.Runs.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string SweepPath => folder.File("sweep.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sweep_comes_back_as_written_with_students_that_stopped()
    {
        Whole().Write(SweepPath);
        var read = Sweep.Read(SweepPath);
        Assert.Equal(JsonSerializer.Serialize(Whole(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        Assert.Equal(new SweepStudent(2, Failure: "the loss is not a number"), read.Networks[0].Settings[1].Students[1]);
    }

    [Fact]
    public void What_is_left_out_of_the_file_is_null_and_what_is_not_known_passed_over()
    {
        File.WriteAllText(SweepPath, """
            {
              "title": "t", "teacher": "big", "later": true,
              "dataset": { "name": "d", "classes": ["a"], "trainExamples": 1, "heldOutExamples": 0, "testExamples": 1 },
              "networks": [{ "id": "n", "description": "4-2", "parameters": 1, "multiplyAdds": 1, "seconds": 2, "together": true,
                "settings": [{ "temperature": 4, "hardWeight": 0, "students": [{ "seed": 1 }] }] }]
            }
            """);

        var network = Sweep.Read(SweepPath).Networks.Single();

        Assert.Null(Sweep.Read(SweepPath).TeacherErrors);
        Assert.Null(network.Tests);
        Assert.False(network.Settings[0].Chosen);
        Assert.Equal(new SweepStudent(1), network.Settings[0].Students[0]);
    }

    public static TheoryData<string, Sweep> Contradictions() => new()
    {
        { "format", Whole() with { Format = 2 } },
        { "networks", Whole() with { Networks = [] } },
        { "networks", Whole() with { Networks = [null!] } },
        { "settings", With(network => network with { Settings = [] }) },
        { "settings", With(network => network with { Settings = [null!] }) },
        { "settings", With(network => network with { Settings = [new SweepSetting(1, 0, [])] }) },
        { "settings", With(network => network with { Settings = [new SweepSetting(1, 0, [null!])] }) },
        { "settings", With(network => network with { Settings = [.. network.Settings, new SweepSetting(9, 0, [new SweepStudent(1)])] }) },
        { "settings", With(network => network with { Settings = [.. network.Settings, network.Settings[1]] }) },
        { "settings", With(network => network with { Settings = [.. network.Settings.Select(setting => setting with { Chosen = true })] }) },
        { "tests", With(network => network with { Tests = [null!] }) },
        { "networks", Whole() with { Networks = [.. Enumerable.Repeat(Whole().Networks[0], 2501)] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void A_sweep_that_contradicts_itself_is_neither_written_nor_read(string where, Sweep sweep)
    {
        var error = Assert.Throws<DistillException>(() => sweep.Write(SweepPath));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(SweepPath, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(SweepPath));

        File.WriteAllText(SweepPath, JsonSerializer.Serialize(sweep, RunJson.Options));
        Assert.Throws<DistillException>(() => Sweep.Read(SweepPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"networks\":null}")]
    [InlineData("{\"networks\":[{\"settings\":7}]}")]
    public void A_damaged_file_is_the_users_mistake(string content)
    {
        File.WriteAllText(SweepPath, content);
        Assert.Contains(SweepPath, Assert.Throws<DistillException>(() => Sweep.Read(SweepPath)).Message, StringComparison.Ordinal);
    }

    private static Sweep With(Func<SweepNetwork, SweepNetwork> change) => Whole() with { Networks = [change(Whole().Networks[0])] };

    private static Sweep Whole() => new(
        "Title",
        new DatasetFacts("data", ["a", "b"], 10, 2, 5),
        "4-8-2",
        [
            new SweepNetwork(
                "mlp-3", "4-3-2", 23, 18, 1.5, true,
                [
                    new SweepSetting(2, 0.1, [new SweepStudent(1, 2, 0.3, 1, 0.4), new SweepStudent(2, 3, 0.4, 1, 0.5)], Chosen: true),
                    new SweepSetting(
                        4, 0.1, [new SweepStudent(1, 2, double.PositiveInfinity), new SweepStudent(2, Failure: "the loss is not a number")]),
                ],
                [new SettingTest(4, 0.1, 0.5, -1, 2, 0.95, 0.3)]),
        ],
        1);
}
