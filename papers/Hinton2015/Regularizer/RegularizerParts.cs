using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>Everything, then 3 % with labels and with soft targets, then other shares.</summary>
internal static class RegularizerParts
{
    public static RegularizerResults Everything(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var nets = work.Plan.Seeds.Select(seed => RegularizerTraining.OnEverything(work, seed)).ToList();
        return results with { Full = Converged(nets), Curves = [nets[0].Curve] };
    }

    public static RegularizerResults Share(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var (plan, frames) = (work.Plan, work.Frames);
        var full = plan.Seeds.Select(seed => RegularizerTraining.OnEverything(work, seed)).ToList();
        var hard = plan.Seeds.Select(seed => RegularizerTraining.OnLabels(work, plan.Share, seed)).ToList();
        var soft = plan.Seeds.Select(seed => RegularizerTraining.OnSoftTargets(work, plan.Share, seed)).ToList();
        return results with
        {
            Share = plan.Share,
            Unit = plan.Unit == ShareUnit.Frames ? "frames" : "recordings",
            Temperature = plan.Temperature,
            Hard3 = Stopped(hard),
            Soft3 = Converged(soft),
            SoftOfFull = Converged(soft).Test / results.Full!.Test,
            Curves = [.. (results.Curves ?? []).Where(curve => curve.Id == RegularizerTraining.Full), hard[0].Curve, soft[0].Curve],
            Differences =
            [
                Between("hard", hard, net => net.Right, "soft", soft),
                Between("hard, stopped early", hard, net => net.BestRight, "soft", soft),
                Between("full", full, net => net.Right, "soft", soft),
            ],
        };

        FrameDifference Between(
            string first, IReadOnlyList<RegularizerNet> firstNets, Func<RegularizerNet, IReadOnlyList<int>> right, string second, IReadOnlyList<RegularizerNet> secondNets)
        {
            var (rate, seeds) = SpeechComparison.FrameErrorRate([.. firstNets.Select(right)], [.. secondNets.Select(net => net.Right)], frames);
            return new(first, second, rate) { Over = SpeechComparison.Over, TOverSeeds = seeds };
        }
    }

    public static RegularizerResults Shares(SpeechWork<RegularizerExperiment> work, RegularizerResults results)
    {
        var plan = work.Plan;
        return results with { ByShare = [.. plan.Shares.Append(plan.Share).Order().Select(Of)] };

        RegularizerShare Of(double share)
        {
            var hard = Stopped([.. plan.ShareSeeds.Select(seed => RegularizerTraining.OnLabels(work, share, seed))]);
            var soft = Converged([.. plan.ShareSeeds.Select(seed => RegularizerTraining.OnSoftTargets(work, share, seed))]);
            return new RegularizerShare(
                share, DataShares.Draw(work.Frames, share, plan.Unit, plan.ShareSeeds[0]).Count, hard, soft, soft.Test / results.Full!.Test);
        }
    }

    private static ConvergedNets Converged(IEnumerable<RegularizerNet> nets) => new([.. nets.Select(net => net.Scores)]);

    private static StoppedNets Stopped(IEnumerable<RegularizerNet> nets) => new([.. nets.Select(net => net.Scores)]);
}
