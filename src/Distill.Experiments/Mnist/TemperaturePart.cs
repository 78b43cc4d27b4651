using Distill.Data;
using Distill.Experiments.Sweeps;
using Distill.Models;
using Distill.Runs.Results.Mnist;

namespace Distill.Experiments.Mnist;

/// <summary>A sweep over temperatures for each width, with the paper's question asked on images that no student saw.</summary>
internal static class TemperaturePart
{
    // Which images are held out is no part of what varies.
    private const long SplitSeed = 1;

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Temperature;
        var (heldOut, examples) = Splits.Stratified(work.Train, plan.HeldOut, SplitSeed);
        using var targets = work.PlainTargets();
        var sweep = SweepRunner.Run(
            plan.Grid, "MNIST: temperature and width", work.Run, examples, heldOut, work.Test, targets,
            work.Errors([work.Teacher()])[0], work.Progress, cancellation: work.Cancellation);
        var widths = plan.Grid.Networks.Cast<MlpSpec>().Select(network => network.Widths[0]).ToList();
        var rows = sweep.Networks.Zip(widths, (network, width) => (Network: network, Width: width)).ToList();
        return results with
        {
            Temperature =
            [
                .. rows.SelectMany(row => row.Network.Settings.Select(setting => new MnistTemperature(
                    row.Width,
                    setting.Temperature,
                    [.. setting.Students.Select(student => student.TestErrors).OfType<long>()],
                    [.. setting.Students.Select(student => student.HeldOutErrors).OfType<long>()]))),
            ],
            TemperatureTests =
            [
                .. rows.SelectMany(row => (row.Network.Tests ?? []).Select(test => new MnistTemperatureTest(
                    row.Width,
                    row.Network.Settings.Single(setting => setting.Chosen).Temperature,
                    test.Temperature, test.Difference, test.Lower, test.Upper, test.Confidence, test.P))),
            ],
        };
    }
}
