using System.Text.Json;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;

namespace Distill.Runs.Tests;

public sealed class SpecialistAssignmentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("assignment.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_assignment_comes_back_as_written()
    {
        Whole().Write(Path);
        Assert.Equal(JsonSerializer.Serialize(Whole(), RunJson.Options), JsonSerializer.Serialize(SpecialistAssignment.Read(Path), RunJson.Options));
        Assert.Contains("\"isModel\": true", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_temperature_was_chosen_by_comes_back_as_written()
    {
        var choice = new TemperatureChoice(40, [new(1), new(2, -0.25, 0.5), new(4, 1, 1)]);
        (Whole() with { CountTemperature = 4, TemperatureChoice = choice }).Write(Path);
        var read = SpecialistAssignment.Read(Path).TemperatureChoice!;
        Assert.Equal((choice.Examples, choice.Agreements()), (read.Examples, read.Agreements()));
        Assert.Equal("none at 1, -0.25 at 2, 1.00 at 4", read.Agreements());
        Assert.Equal(choice.Tried, read.Tried);
    }

    public static TheoryData<string, object> Contradictions() => new()
    {
        { "format", Whole() with { Format = 2 } },
        { "sets", Whole() with { Sets = [] } },
        { "sets, specialist 1", Whole() with { Sets = [null!] } },
        { "specialist 1: found empty", With(set => set with { Classes = [] }) },
        { "specialist 1: found class 4", With(set => set with { Classes = [0, 4] }) },
        { "specialist 1: found a class twice", With(set => set with { Classes = [0, 1, 0] }) },
        { "specialist 1: found 4 classes", With(set => set with { Classes = [0, 1, 2, 3] }) },
        { "confusions: found class -1", With(set => set with { Confusions = [new AssignedConfusion(-1, 0, 1, 1)] }) },
        { "confusions: found null", With(set => set with { Confusions = [null!] }) },
        { "clusterOf", Whole() with { ClusterOf = [0, 1, 1] } },
        { "clusterOf", Whole() with { ClusterOf = [0, 1, 1, 2] } },
        { "temperatureChoice.examples", Whole() with { TemperatureChoice = new(0, [new(1)]) } },
        { "temperatureChoice.tried", Whole() with { TemperatureChoice = new(9, []) } },
        { "temperatureChoice.tried", Whole() with { TemperatureChoice = new(9, [null!]) } },
        { "temperatureChoice.temperature", Whole() with { TemperatureChoice = new(9, [new(0)]) } },
        { "temperatureChoice.agreement", Whole() with { TemperatureChoice = new(9, [new(1, 2, 1)]) } },
        { "temperatureChoice.evenness", Whole() with { TemperatureChoice = new(9, [new(1, 1, -1)]) } },
        { "images", Whole() with { Images = [new ClassImages(0, [])] } },
        { "images.class", Whole() with { Images = [new ClassImages(9, [new SampleImage(1, 1, 1, new byte[1])])] } },
        { "images.pixels", Whole() with { Images = [new ClassImages(0, [new SampleImage(2, 1, 1, new byte[1])])] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void An_assignment_that_contradicts_itself_is_neither_written_nor_read(string where, object wrong)
    {
        var assignment = (SpecialistAssignment)wrong;
        var error = Assert.Throws<DistillException>(() => assignment.Write(Path));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));

        File.WriteAllText(Path, JsonSerializer.Serialize(assignment, RunJson.Options));
        Assert.Throws<DistillException>(() => SpecialistAssignment.Read(Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"sets\":null}")]
    [InlineData("{\"sets\":[{\"classes\":7}]}")]
    public void A_damaged_file_is_the_users_mistake(string content)
    {
        File.WriteAllText(Path, content);
        Assert.Contains(Path, Assert.Throws<DistillException>(() => SpecialistAssignment.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_come_back_as_written_and_count_the_change()
    {
        var path = folder.File("combination.json");
        var scores = new CombinationScores(
            "set/test", 100, 1, 3, 60, new AccuracyScores(40, 0.4, null, 0.5), new AccuracyScores(44, 0.44, null, 0.6),
            [new CoverScores(0, 40, 10, 10), new CoverScores(2, 60, 30, 34)], new PairedTest("generalist", "combined", 6, 2, 0.3));
        scores.Write(path);
        var read = CombinationScores.Read(path);

        Assert.Equal(JsonSerializer.Serialize(scores, RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        Assert.Equal(0.1, read.RelativeGain!.Value, 1e-12);
        Assert.Equal((4, 4 / 30.0), (read.ByCover[1].Change, read.ByCover[1].RelativeChange!.Value));
        Assert.Null(new CoverScores(1, 5, 0, 2).RelativeChange);

        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Assert.Contains("evaluate again", Assert.Throws<DistillException>(() => CombinationScores.Read(path)).Message, StringComparison.Ordinal);
    }

    private static SpecialistAssignment With(Func<AssignedSet, AssignedSet> change) =>
        Whole() with { Sets = [change(Whole().Sets[0]), Whole().Sets[1]] };

    private static SpecialistAssignment Whole() => new(
        new DatasetFacts("data", ["a", "b", "c", "d"], 10, 2, 5),
        new AssignedGeneralist("4-8-4", Fingerprint.Of("generalist"), true, "stored targets of big"),
        [
            new AssignedSet([1, 0], [new AssignedConfusion(0, 1, 0.02, 0.5)]),
            new AssignedSet([2, 3, 1], []),
        ],
        [0, 0, 1, 1],
        0.25,
        10,
        [new ClassImages(1, [new SampleImage(1, 2, 1, new byte[] { 1, 2 })])]);
}
