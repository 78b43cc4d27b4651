using Distill.Runs.Results;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>Everything, then 3 % with labels and with soft targets, then other shares.</summary>
internal static class RegularizerParts
{
    public static RegularizerResults Everything(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var nets = OnEverything(work, work.Plan.Seeds);
        return results with { Full = Converged(nets), Curves = [nets[0].Curve] };
    }

    public static RegularizerResults Share(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var plan = work.Plan;
        var full = OnEverything(work, plan.Seeds);
        var trained = plan.Units.Select(unit => OnShare(work, new(plan.Share, unit), plan.Seeds)).ToList();
        return results with
        {
            Share = plan.Share,
            Temperature = plan.Temperature,
            Units = [.. trained.Select(nets => Unit(work, full, nets))],
            Curves = [.. (results.Curves ?? []).Where(curve => curve.Unit is null), .. trained.SelectMany(nets => new[] { nets.Hard[0].Curve, nets.Soft[0].Curve })],
        };
    }

    public static RegularizerResults Shares(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var plan = work.Plan;
        var full = OnEverything(work, plan.ShareSeeds);
        return results with
        {
            ByShare =
            [
                .. plan.Units.SelectMany(unit => plan.Shares.Append(plan.Share).Order().Select(share => OnShare(work, new(share, unit), plan.ShareSeeds)))
                    .Select(nets => OfShare(work, full, nets)),
            ],
        };
    }

    private static RegularizerUnit Unit(SpeechWork<RegularizerExperiment> work, IReadOnlyList<RegularizerNet> full, NetsOfShare nets) =>
        new(nets.Share.Unit, Stopped(nets.Hard), Converged(nets.Soft), OfFull(work, full, nets))
        {
            OfGap = SpeechComparison.ShareOfGain(Right(nets.Hard), Right(nets.Soft), Right(full), work.Frames),
            Differences =
            [
                Between(work, "hard", Right(nets.Hard), "soft", Right(nets.Soft)),
                Between(work, "hard, stopped early", [.. nets.Hard.Select(net => net.BestRight)], "soft", Right(nets.Soft)),
                Between(work, "full", Right(full), "soft", Right(nets.Soft)),
            ],
        };

    private static RegularizerShare OfShare(SpeechWork<RegularizerExperiment> work, IReadOnlyList<RegularizerNet> full, NetsOfShare nets) => new(
        nets.Share.Unit,
        nets.Share.Share,
        nets.Share.Of(work.Frames, work.Plan.ShareSeeds[0]).Count,
        Stopped(nets.Hard),
        Converged(nets.Soft),
        OfFull(work, full, nets),
        Between(work, "hard", Right(nets.Hard), "soft", Right(nets.Soft)));

    private static List<RegularizerNet> OnEverything(SpeechWork<RegularizerExperiment> work, IReadOnlyList<long> seeds) =>
        [.. seeds.Select(seed => RegularizerTraining.OnEverything(work, seed))];

    private static NetsOfShare OnShare(SpeechWork<RegularizerExperiment> work, DataShare share, IReadOnlyList<long> seeds) => new(
        share,
        [.. seeds.Select(seed => RegularizerTraining.OnLabels(work, share, seed))],
        [.. seeds.Select(seed => RegularizerTraining.OnSoftTargets(work, share, seed))]);

    // A share of a gain from nothing is a ratio of accuracies.
    private static Interval OfFull(SpeechWork<RegularizerExperiment> work, IReadOnlyList<RegularizerNet> full, NetsOfShare nets) =>
        SpeechComparison.ShareOfGain([new int[full[0].Right.Count]], Right(nets.Soft), Right(full), work.Frames)
        ?? throw new InvalidOperationException("A net that learned from everything has no test frame right.");

    private static FrameDifference Between(
        SpeechWork<RegularizerExperiment> work, string first, IReadOnlyList<IReadOnlyList<int>> firstRight, string second, IReadOnlyList<IReadOnlyList<int>> secondRight)
    {
        var (rate, seeds) = SpeechComparison.FrameErrorRate(firstRight, secondRight, work.Frames);
        return new(first, second, rate) { Over = SpeechComparison.Over, TOverSeeds = seeds };
    }

    private static IReadOnlyList<int>[] Right(IReadOnlyList<RegularizerNet> nets) => [.. nets.Select(net => net.Right)];

    private static ConvergedNets Converged(IEnumerable<RegularizerNet> nets) => new([.. nets.Select(net => net.Scores)]);

    private static StoppedNets Stopped(IEnumerable<RegularizerNet> nets) => new([.. nets.Select(net => net.Scores)]);

    // Nets of one share, one a seed: on its labels, and on its soft targets.
    private sealed record NetsOfShare(DataShare Share, IReadOnlyList<RegularizerNet> Hard, IReadOnlyList<RegularizerNet> Soft);
}
