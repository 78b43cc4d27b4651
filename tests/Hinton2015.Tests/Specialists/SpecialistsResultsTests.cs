using System.Text.Json;
using Distill.Runs;
using Experiments;
using Hinton2015.Specialists;

namespace Hinton2015.Tests.Specialists;

public sealed class SpecialistsResultsTests : IDisposable
{
    // Without the means, which an empty list has none of.
    private static readonly JsonSerializerOptions Plain = new(RunJson.Options) { IgnoreReadOnlyProperties = true };

    private readonly TemporaryFolder folder = new();

    private string ResultsPath => folder.File("specialists.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Results_come_back_as_written_with_the_means_of_their_seeds()
    {
        RunJson.Write(ResultsPath, Whole());
        var read = ExperimentResults.Read<SpecialistsResults>(ResultsPath);
        Assert.Equal(JsonSerializer.Serialize(Whole(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        var generalist = JsonDocument.Parse(File.ReadAllText(ResultsPath)).RootElement.GetProperty("generalist");
        Assert.Equal(0.25, generalist.GetProperty("top1").GetDouble(), 1e-12);
        Assert.Equal(0.5, generalist.GetProperty("top5").GetDouble(), 1e-12);
        Assert.Equal(0.4, generalist.GetProperty("conditional").GetDouble(), 1e-12);
    }

    private static readonly SpecialistsResults[] Damaged =
    [
        Whole() with { Format = 2 },
        Whole() with { Generalist = new SpecialistScores([]) },
        Whole() with { Combined = new SpecialistScores([null!]) },
        Whole() with { ByCover = [null!] },
        Whole() with { BySpecialists = [null!] },
        Whole() with { Sizes = [null!] },
        Whole() with { Variants = [null!] },
        Whole() with { Variants = [new SpecialistVariant("replace", "", new SpecialistScores([]), 0)] },
        Whole() with { Controls = new SpecialistControls(Control([]), Control([new SeedScores(1, 0.2, 0.4, 2)])) },
        Whole() with { PairedTests = [null!] },
    ];

    // By number: a runner that writes such results out as text would meet their holes.
    public static TheoryData<int> DamagedNumbers => [.. Enumerable.Range(0, Damaged.Length)];

    [Theory]
    [MemberData(nameof(DamagedNumbers))]
    public void A_list_with_holes_or_another_format_is_refused(int number)
    {
        File.WriteAllText(ResultsPath, JsonSerializer.Serialize(Damaged[number], Plain));
        Assert.Contains(ResultsPath, Assert.Throws<DistillException>(() => ExperimentResults.Read<SpecialistsResults>(ResultsPath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"data\":\"x\",\"classes\":2,\"trainingExamples\":1,\"heldOutExamples\":1,\"testExamples\":1,\"generalist\":{\"bySeed\":null}}")]
    public void A_damaged_file_is_the_users_mistake(string content)
    {
        File.WriteAllText(ResultsPath, content);
        Assert.Throws<DistillException>(() => ExperimentResults.Read<SpecialistsResults>(ResultsPath));
    }

    private static SpecialistControl Control(IReadOnlyList<SeedScores> scores) => new("", new SpecialistScores(scores), 0, 1, 1);

    private static SpecialistsResults Whole() => new()
    {
        Data = "photographs",
        Classes = 10,
        TrainingExamples = 100,
        HeldOutExamples = 10,
        TestExamples = 50,
        Generalist = new SpecialistScores([new SeedScores(1, 0.2, 0.4, 2, 0.3), new SeedScores(2, 0.3, 0.6, 2, 0.5)]),
        Combined = new SpecialistScores([new SeedScores(1, 0.25, 0.45, 2, 0.35)]),
        RelativeGain = 0.05,
        ByCover = [new CoverGain(0, 10, 0)],
        MinutesByPart = new Dictionary<string, double> { ["generalist"] = 1.5 },
    };
}
