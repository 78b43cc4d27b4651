using Distill.Runs.Results;
using Hinton2015.Scale;
using Hinton2015.Specialists;
using Hinton2015.Tests.Parts;

namespace Hinton2015.Tests.Specialists;

/// <summary>Results of the experiment with specialists with made-up numbers, in the proportions of real ones.</summary>
internal static class SampleSpecialistsExperiment
{
    public static SpecialistsResults None => new() { Data = "tiny-imagenet", Classes = 200, TrainingExamples = 90000, HeldOutExamples = 10000, TestExamples = 10000 };

    public static SpecialistsResults Create() => None with
    {
        Network = "conv 16-32-64 ×2, 200",
        GeneralistEpochs = 26,
        GeneralistsStopped = 3,
        Generalist = Scores(0.262, 0.411) with { HeldOutByEpoch = [[0.2, 0.26], [0.21, 0.26], [0.2, 0.27]] },
        Smoothing = new TestSmoothing(0.096, 0.392, 0.628, Scores(0.221, 0.36)),
        Combined = Scores(0.277, 0.431),
        RelativeGain = 0.057,
        PairedTests = [new PairedTest("generalist", "combined", 1100, 640, 2e-28, 0.015, 0.012, 0.018, 0.95)],
        ByCover = [new CoverGain(0, 900, 0, 0), new CoverGain(1, 17000, 250, 0.049, new Interval(0.0147, 0.011, 0.018, 0.95)), new CoverGain(12, 12000, 200, 0.061), new CoverGain(13, 2, 1)],
        BySpecialists = [new CountGain(1, 0.264, 0.007), new CountGain(5, 0.27, 0.031), new CountGain(10, 0.277, 0.057)],
        Sizes =
        [
            new SizeTrial(10, 1, 0.271, 0.04, 3, 0.35, 1.7, 30) { Rate = 0.0003, CountTemperature = 4 },
            new SizeTrial(10, 1, 0.269, 0.035, 3, 0.35, 1.7, 30) { Rate = 0.001, CountTemperature = 1, FullSoftmax = true },
            new SizeTrial(10, 1, 0.268, 0.03, 2, 0.4, 1),
        ],
        Variants = [new SpecialistVariant("replace1", "the specialists in the generalist’s place", Scores(0.272, 0.42), 0.038)],
        Controls = new SpecialistControls(
            new SpecialistControl("the generalist trained on", Scores(0.271, 0.44), 0.034, 32, 1),
            new SpecialistControl("the mean of 2 generalists", Scores(0.285, 0.45), 0.088, 52, 2),
            new SpecialistControl("the same steps on its own soft targets", Scores(0.272, 0.44), 0.038, 32, 1)),
        GainBeyondControls = Beyond("ownTargets", 0.005),
        DistilledBack = new DistilledBack(Scores(0.278, 0.43), 2, 0, 10, 4, 6.3, Scores(0.27, 0.42), Scores(0.284, 0.44), Scores(0.28, 0.44), 5)
        {
            GainBeyondControls = new DistilledBackGains(Beyond("distilledControl", 0.008), Beyond("continuedControl", 0.004)),
        },
        Families = new ScaleResults(
            1500, 6, 6,
            new ScaleGeneralist("conv 16-32, 128, 1500", 0.4, 0.758, 3000, 150000, 1, 1),
            new ScaleCovariance(105000, 2, 400, 0.014, 9006000, 33, 7, 73, 15),
            new ScaleClusters(1.5, 0.4, 0.6, 246, 254, 1500, 0.989),
            new ScaleCombined(6, 0.41, 0.76, 1.2, 0.1),
            1L << 30, 100_000_000, [])
        {
            TrainedOn = new ScaleControl(0.4, 0.75, new Interval(0.01, 0.004, 0.016, 0.95)),
        },
        Scale = new ScaleResults(
            15000, 61, 61,
            new ScaleGeneralist("conv 16-32, 128, 15000", 0.412, 0.731, 30000, 750000, 1, 7.2),
            new ScaleCovariance(150000, 2, 150, 0.12, 900060000, 61, 58, 77, 75),
            new ScaleClusters(210, 205, 0.4, 230, 260, 14900, 0.973),
            new ScaleCombined(61, 0.433, 0.752, 1.2, 0.1),
            4L << 30, 100_000_000,
            [new ScaleStage("labelling", 61, 58, "100,000,000 examples ÷ 2,586 a core second ÷ 3,600", 10.74, 150000, 2586), new ScaleStage("clusters", 210, 205, "205 core seconds once ÷ 3,600", 0.057)]),
        Minutes = new SpecialistMinutes(6.1, 0.4, 0.5, 4.2),
        MinutesByPart = new Dictionary<string, double> { ["generalist"] = 18.3, ["specialists"] = 12.9, ["distilled"] = 27 },
        Provenance = SampleProvenance.Of("distill experiment specialists", ["generalist", "specialists"], [1, 2, 3]),
    };

    /// <summary>A gain over a control, give or take 0.3 points.</summary>
    public static GainBeyondControl Beyond(string control, double gain) =>
        new(control, gain, new Interval(gain, gain - 0.003, gain + 0.003, 0.95), new SeedsTest(0.02, 3));

    private static SpecialistScores Scores(double top1, double conditional) =>
        new([.. Enumerable.Range(1, 3).Select(seed => new SeedScores(seed, top1 + (0.002 * (seed - 2)), 0.52 + top1 - 0.26, 3.2, conditional + (0.001 * (seed - 2))))]);
}
