using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Results;
using Experiments;
using Hinton2015.Regularizer;
using Hinton2015.Speech;

namespace Hinton2015.Tests.Speech;

public sealed class SpeechResultsTests : IDisposable
{
    // Without the means, which an empty list has none of.
    private static readonly JsonSerializerOptions Plain = new(RunJson.Options) { IgnoreReadOnlyProperties = true };

    private static readonly SpeechData Data = new("words", 2, new SpeechCounts(3, 1, 1), new SpeechCounts(30, 10, 10), new SpeechCounts(3000, 1000, 1000));

    private static readonly Interval Whole = new(1, 1, 1, 0.95);

    private readonly TemporaryFolder folder = new();

    private string ResultsPath => folder.File("results.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Speech_comes_back_as_written()
    {
        RunJson.Write(ResultsPath, Speech());
        var read = ExperimentResults.Read<SpeechResults>(ResultsPath);
        Assert.Equal(JsonSerializer.Serialize(Speech(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        var root = JsonDocument.Parse(File.ReadAllText(ResultsPath)).RootElement;
        Assert.Equal(1000, root.GetProperty("frames").GetProperty("test").GetInt64());
        Assert.Equal(2, root.GetProperty("byTemperature")[0].GetProperty("T").GetDouble());
        Assert.Equal([0.5, 0.7], root.GetProperty("baseline").GetProperty("frameAccuracy").EnumerateArray().Select(share => share.GetDouble()));
    }

    [Fact]
    public void The_regularizer_comes_back_as_written_with_the_means_of_its_seeds()
    {
        RunJson.Write(ResultsPath, Regularizer());
        var read = ExperimentResults.Read<RegularizerResults>(ResultsPath);
        Assert.Equal(JsonSerializer.Serialize(Regularizer(), RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        var root = JsonDocument.Parse(File.ReadAllText(ResultsPath)).RootElement;
        Assert.Equal(0.8, root.GetProperty("full").GetProperty("train").GetDouble(), 1e-12);
        Assert.Equal(0.6, root.GetProperty("full").GetProperty("test").GetDouble(), 1e-12);
        Assert.Equal(
            (0.7, 0.65, 0.6),
            (Of("train"), Of("bestTest"), Of("finalTest")));

        double Of(string name) => Math.Round(root.GetProperty("units")[0].GetProperty("hard").GetProperty(name).GetDouble(), 9);
    }

    private static readonly SpeechResults[] DamagedSpeech =
    [
        Speech() with { Format = 2 },
        Speech() with { Baseline = new SpeechScores([], [], [], []) },
        Speech() with { Ensemble = new SpeechScores([1], [1], [1], [null!]) },
        Speech() with { ByTemperature = [null!] },
        Speech() with { ByTemperature = [new SpeechTemperature(1, [], [1])] },
        Speech() with { BySize = [null!] },
        Speech() with { Differences = [null!] },
    ];

    // By number: a runner that writes such results out as text would meet their holes.
    public static TheoryData<int> DamagedSpeechNumbers => [.. Enumerable.Range(0, DamagedSpeech.Length)];

    [Theory]
    [MemberData(nameof(DamagedSpeechNumbers))]
    public void Speech_with_holes_or_of_another_format_is_refused(int number)
    {
        File.WriteAllText(ResultsPath, JsonSerializer.Serialize(DamagedSpeech[number], Plain));
        Assert.Contains(ResultsPath, Assert.Throws<DistillException>(() => ExperimentResults.Read<SpeechResults>(ResultsPath)).Message, StringComparison.Ordinal);
    }

    private static readonly RegularizerResults[] DamagedRegularizer =
    [
        Regularizer() with { Format = 2 },
        Regularizer() with { Full = new ConvergedNets([]) },
        Regularizer() with { Units = [null!] },
        Regularizer() with { Units = [Unit() with { Hard = new StoppedNets([null!]) }] },
        Regularizer() with { Units = [Unit() with { Differences = [null!] }] },
        Regularizer() with { Curves = [null!] },
        Regularizer() with { Curves = [new RegularizerCurve("hard", 0.03, 1, [null!])] },
        Regularizer() with { ByShare = [null!] },
        Regularizer() with { ByShare = [new RegularizerShare(ShareUnit.Frames, 0.1, 10, new StoppedNets([]), new ConvergedNets([]), Whole, new("hard", "soft", Whole))] },
    ];

    // By number: a runner that writes such results out as text would meet their holes.
    public static TheoryData<int> DamagedRegularizerNumbers => [.. Enumerable.Range(0, DamagedRegularizer.Length)];

    [Theory]
    [MemberData(nameof(DamagedRegularizerNumbers))]
    public void A_regularizer_with_holes_or_of_another_format_is_refused(int number)
    {
        File.WriteAllText(ResultsPath, JsonSerializer.Serialize(DamagedRegularizer[number], Plain));
        Assert.Contains(ResultsPath, Assert.Throws<DistillException>(() => ExperimentResults.Read<RegularizerResults>(ResultsPath)).Message, StringComparison.Ordinal);
    }

    private static SpeechResults Speech() => new()
    {
        Data = Data,
        States = 17,
        Network = "1040-8-17",
        Baseline = new SpeechScores([0.5, 0.7], [0.1, 0.2], [0.1, 0.1], [new SpeechWordErrors(10, 1, 0, 0, 20)]),
        ByTemperature = [new SpeechTemperature(2, [0.6], [0.5])],
        Transferred = new Interval(0.9, 0.8, 1, 0.95),
        MinutesByPart = new Dictionary<string, double> { ["labels"] = 1.5 },
    };

    private static RegularizerResults Regularizer() => new()
    {
        Data = Data,
        States = 17,
        Network = "1040-8-17",
        Full = new ConvergedNets([Net(1), Net(2)]),
        Units = [Unit()],
        Curves = [new RegularizerCurve("full", 1, 1, [new RegularizerPoint(1, 0.5, 0.4, 0.4, 2)])],
    };

    private static RegularizerUnit Unit() => new(ShareUnit.Recordings, new StoppedNets([Net(1)]), new ConvergedNets([Net(1)]), Whole);

    private static RegularizerScores Net(long seed) => new(seed, 0.8, 0.6, 3, 0.7, 0.65, 2, 1);
}
