using System.Globalization;
using System.Text.Json;
using Distill.Data;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Hinton2015.Mnist;

/// <summary>
/// A sweep over temperatures for each width, in a run directory of its own, with the choice made on images that no student
/// saw.
/// </summary>
internal static class TemperaturePart
{
    // Which images are held out is no part of what varies.
    private const long SplitSeed = 1;

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Temperature;
        var (heldOut, examples) = Splits.Stratified(work.Train, plan.HeldOut, SplitSeed);
        using var targets = work.PlainTargets();
        var teacherErrors = work.Errors([work.Teacher()])[0];
        var widths = plan.Widths.Select(width => (width.Width, Network: Sweep(width).Networks[0])).ToList();
        return results with
        {
            Temperature = [.. widths.SelectMany(width => width.Network.Settings.Select(setting => Errors(width.Width, setting)))],
            TemperatureTests = [.. widths.SelectMany(width => Tests(width.Width, width.Network))],
        };

        Sweep Sweep(WidthPlan width)
        {
            var grid = plan.Grid(width);
            var run = Directory(work.Run, grid, width);
            return TrackedWork.In(run, () =>
            {
                var sweep = SweepRunner.Run(
                    grid, $"MNIST: temperatures for {width.Width} units a layer", run, examples, heldOut, work.Test, targets, work.Context,
                    teacherErrors);
                run.WriteManifest(run.ReadManifest().Done(JsonSerializer.SerializeToElement(sweep, RunJson.Options)));
                return sweep;
            });
        }
    }

    private static RunDirectory Directory(RunDirectory parent, SweepGrid grid, WidthPlan width)
    {
        var path = Path.Combine(parent.Path, "temperature", width.Width.ToString(CultureInfo.InvariantCulture));
        var configuration = JsonSerializer.SerializeToElement(grid, StrictJson.Options);
        if (!RunDirectory.IsRun(path))
        {
            return RunDirectory.CreateAt(path, RunCreation.Manifest(RunKind.Sweep, grid, grid.Seeds) with { CommandLine = [] });
        }

        // What is done in it knows what it belongs to; before that, it is what is asked for now.
        var run = RunDirectory.Open(path);
        run.WriteManifest(run.ReadManifest() with { Configuration = configuration, Seeds = grid.Seeds });
        return run;
    }

    private static MnistTemperature Errors(int width, SweepSetting setting) => new(
        width,
        setting.Temperature,
        [.. setting.Students.Select(student => student.TestErrors).OfType<long>()],
        [.. setting.Students.Select(student => student.HeldOutErrors).OfType<long>()]);

    private static IEnumerable<MnistTemperatureTest> Tests(int width, SweepNetwork network) => (network.Tests ?? []).Select(test => new MnistTemperatureTest(
        width,
        network.Settings.Single(setting => setting.Chosen).Temperature,
        test.Temperature, test.Difference, test.Lower, test.Upper, test.Confidence, test.P));
}
