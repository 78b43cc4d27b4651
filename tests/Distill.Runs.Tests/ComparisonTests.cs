using System.Text.Json;
using Distill.Runs.Results;

namespace Distill.Runs.Tests;

public sealed class ComparisonTests : IDisposable
{
    private static readonly TestScores Scores = new(10, 0.4, 0.02, 0.2);

    private readonly TemporaryFolder folder = new();

    private string ComparisonPath => folder.File("comparison.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_comparison_comes_back_as_written()
    {
        Whole().Write(ComparisonPath);
        var read = Comparison.Read(ComparisonPath);
        Assert.Equal(JsonSerializer.Serialize(Whole(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        Assert.Equal([1, 2, 3, 4], read.Samples![0].Image!.Pixels.ToArray());
        Assert.Equal(1.5, read.ConfusedPairs![0].Rows["hard"]);
    }

    [Fact]
    public void What_is_left_out_of_the_file_is_null()
    {
        File.WriteAllText(ComparisonPath, """
            {
              "title": "t",
              "dataset": { "name": "d", "classes": ["a"], "trainExamples": 1, "heldOutExamples": 0, "testExamples": 1, "later": true },
              "student": { "description": "s", "parameters": 1, "multiplyAdds": 1 },
              "rows": [{ "id": "hard", "label": "Hard", "examplesUsed": 1, "labelsUsed": 1,
                "seeds": [{ "seed": 1, "test": { "errors": 1, "nll": "Infinity", "ece": 0, "brier": 2 }, "curve": [] }] }]
            }
            """);

        var read = Comparison.Read(ComparisonPath);

        Assert.Null(read.Teacher);
        Assert.Null(read.Samples);
        Assert.Equal(1, read.Rows[0].HardWeight);
        Assert.Equal(double.PositiveInfinity, read.Rows[0].Seeds[0].Test.Nll);
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_the_seeds_and_in_the_file()
    {
        var row = new ComparisonRow("hard", "Hard", 1, 1, [Seed(10), Seed(14), Seed(18)]);
        Assert.Equal(14, row.MeanErrors);
        Assert.Equal(4, row.ErrorDeviation);
        Assert.Null(new ComparisonRow("hard", "Hard", 1, 1, [Seed(10)]).ErrorDeviation);
        Assert.Null(row.MeanOf(scores => scores.Agreement));
        Assert.Equal(0.4, row.MeanOf(scores => scores.Nll)!.Value, 12);
        Assert.Equal(14, JsonSerializer.SerializeToElement(row, RunJson.Options).GetProperty("meanErrors").GetDouble());
    }

    public static TheoryData<string, object> Contradictions() => new()
    {
        { "headline.row", Whole() with { Headline = new Headline("soft", "hard") } },
        { "confusedPairs.trueClass", Whole() with { ConfusedPairs = [new ConfusedPair(2, 0, new Dictionary<string, double>())] } },
        { "confusedPairs.predictedClass", Whole() with { ConfusedPairs = [new ConfusedPair(0, -1, new Dictionary<string, double>())] } },
        { "pairedTests.second", Whole() with { PairedTests = [new PairedTest("hard", "none", 1, 1, 1)] } },
        { "rows", Whole() with { Rows = [] } },
        { "rows", Whole() with { Rows = [Whole().Rows[0], Whole().Rows[0]] } },
        { "rows", Whole() with { Rows = [null!] } },
        { "seeds", Whole() with { Rows = [Whole().Rows[0] with { Seeds = [] }] } },
        { "dataset.classes", Whole() with { Dataset = Whole().Dataset with { Classes = ["a", null!] } } },
        { "heldOutGrid.scores", Whole() with { HeldOutGrid = new HeldOutGrid("nll", [new HeldOutScore(1, 0, 0, 0)]) } },
        { "samples.teacher.probabilities", With(new SampleExample(0, [0], [new TeacherProbabilities(1, [])], [])) },
        { "samples.classes", With(new SampleExample(0, [], [], [])) },
        { "samples.image.pixels", With(new SampleExample(0, [0], [], [], new SampleImage(2, 2, 1, new byte[3]))) },
        { "samples.image", With(new SampleExample(0, [0], [], [], new SampleImage(int.MaxValue, int.MaxValue, 1, default))) },
        { "format", Whole() with { Format = 2 } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void A_comparison_that_contradicts_itself_is_neither_written_nor_read(string where, object wrong)
    {
        var comparison = (Comparison)wrong;
        var error = Assert.Throws<DistillException>(() => comparison.Write(ComparisonPath));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(ComparisonPath));

        File.WriteAllText(ComparisonPath, JsonSerializer.Serialize(comparison, RunJson.Options));
        Assert.Throws<DistillException>(() => Comparison.Read(ComparisonPath));
    }

    [Fact]
    public void An_evaluation_comes_back_as_written_and_damaged_ones_are_refused()
    {
        var path = folder.File("evaluation.json");
        var written = new EvaluationSummary(
            "mnist test", 100, "784-10", Scores, 5, 7850, 7840, new Throughput(1e6, 0.1), [new ReliabilityBin(1, 0.5, 1)]);
        written.Write(path);
        Assert.Equal(
            JsonSerializer.Serialize(written, RunJson.Options),
            JsonSerializer.Serialize(EvaluationSummary.Read(path), RunJson.Options));

        File.WriteAllText(path, JsonSerializer.Serialize(written with { Reliability = [null!] }, RunJson.Options));
        Assert.Throws<DistillException>(() => EvaluationSummary.Read(path));
        File.WriteAllText(path, JsonSerializer.Serialize(written with { Format = 9 }, RunJson.Options));
        Assert.Throws<DistillException>(() => EvaluationSummary.Read(path));
    }

    [Fact]
    public void A_file_too_large_to_be_ours_is_refused_unread()
    {
        using (var stream = File.Create(ComparisonPath))
        {
            stream.SetLength(1L << 32);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DistillException>(() => Comparison.Read(ComparisonPath));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 24);
    }

    private static SeedResult Seed(long errors) => new(errors, Scores with { Errors = errors }, []);

    private static Comparison With(SampleExample sample) => Whole() with { Samples = [sample] };

    private static Comparison Whole() => new(
        "Title",
        new DatasetFacts("data", ["a", "b"], 10, 2, 5),
        new StudentFacts("4-2", 10, 8, 2, 0.1, new Throughput(10, 1)),
        [
            new ComparisonRow(
                "hard", "Hard", 10, 10, [new SeedResult(1, Scores, [new CurvePoint(1, 2.3, 0.5, 1.1)])],
                Reliability: [new ReliabilityBin(5, 0.7, 0.6)]),
        ],
        new Headline("hard", "hard"),
        new TeacherFacts("t", 1, Scores, 20, 18, MemberErrors: [3], Reliability: []),
        5,
        [new PairedTest("hard", "hard", 1, 2, 0.5, 0.1, 0, 0.2, 0.95)],
        [new ConfusedPair(0, 1, new Dictionary<string, double> { ["hard"] = 1.5 }, 1)],
        new HeldOutGrid("nll", [new HeldOutScore(2, 0.1, 0.2, 0.4, true)]),
        [
            new SampleExample(
                1, [1, 0], [new TeacherProbabilities(1, [0.9, 0.1])], [new StudentProbabilities("hard", [0.5, 0.5])],
                new SampleImage(2, 2, 1, new byte[] { 1, 2, 3, 4 })),
        ]);
}
