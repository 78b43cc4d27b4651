using Distill.Runs.Results;
using Hinton2015.Regularizer;
using Hinton2015.Tests.Parts;
using Hinton2015.Tests.Speech;

namespace Hinton2015.Tests.Regularizer;

/// <summary>Results of the experiment with soft targets as regularisers with made-up numbers, in the proportions of real ones.</summary>
internal static class SampleRegularizer
{
    public static RegularizerResults None => new() { Data = SampleSpeech.Data, States = 163, Network = "1040-512-512-512-163" };

    public static RegularizerResults Create() => None with
    {
        Alignment = SampleSpeech.Alignment,
        Full = new ConvergedNets(Nets(0.948, 0.757)),
        Units =
        [
            new RegularizerUnit(ShareUnit.Recordings, new StoppedNets(Nets(0.98, 0.47)), new ConvergedNets(Nets(0.95, 0.58)), new Interval(0.766, 0.74, 0.79, 0.95))
            {
                OfGap = new Interval(0.383, 0.35, 0.41, 0.95),
                Differences = [Difference(0.11)],
            },
            new RegularizerUnit(ShareUnit.Frames, new StoppedNets(Nets(0.97, 0.6)), new ConvergedNets(Nets(0.94, 0.722)), new Interval(0.954, 0.95, 0.96, 0.95))
            {
                Differences = [Difference(0.122)],
            },
        ],
        Temperature = 2,
        Share = 0.03,
        Curves = [Curve("full", null, 0.6, 0.757), Curve("hard", ShareUnit.Frames, 0.4, 0.6), Curve("soft", ShareUnit.Frames, 0.5, 0.722)],
        ByShare =
        [
            new RegularizerShare(
                ShareUnit.Recordings, 0.01, 3528, new StoppedNets(Nets(0.99, 0.5)), new ConvergedNets(Nets(0.9, 0.66)), new Interval(0.87, 0.8, 0.9, 0.95), Difference(0.16)),
        ],
        MinutesByPart = new Dictionary<string, double> { ["labels"] = 2.1, ["full"] = 9.7 },
        Provenance = SampleProvenance.Of("distill experiment regularizer", ["labels", "full"], [1, 2, 3]),
    };

    private static RegularizerScores[] Nets(double train, double test) =>
        [.. Enumerable.Range(1, 3).Select(seed => new RegularizerScores(seed, train + (0.001 * seed), test, 4, train - 0.1, test + (0.002 * seed), 1.5, 1.25))];

    private static FrameDifference Difference(double rate) =>
        new("hard", "soft", new Interval(rate, rate - 0.004, rate + 0.004, 0.95)) { Over = "seeds and speakers", TOverSeeds = new SeedsTest(0.0003, 3) };

    private static RegularizerCurve Curve(string id, ShareUnit? unit, double from, double to) => new(
        id, unit is null ? 1 : 0.03, 1,
        [.. Enumerable.Range(1, 5).Select(epoch => new RegularizerPoint(epoch, from + (0.06 * epoch), from + ((to - from) * epoch / 5), from + ((to - from) * epoch / 5), 1.4))])
    {
        Unit = unit,
    };
}
