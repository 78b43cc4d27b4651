namespace Hinton2015.Specialists;

/// <summary>Trains the generalists.</summary>
internal static class GeneralistPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var seeds = work.Experiment.Seeds;
        var generalists = seeds.Select(work.Generalist).ToList();
        var stopAfter = work.Experiment.Generalist.StopAfter;
        return results with
        {
            Network = work.Spec.Description,
            GeneralistEpochs = generalists.Average(generalist => generalist.HeldOutByEpoch.Count),
            GeneralistsStopped = generalists.Count(generalist => generalist.HasStopped(stopAfter)),
            Generalist = new SpecialistScores(
            [
                .. seeds.Zip(generalists, (seed, generalist) => SpecialistMeasures.Of(seed, work.Predict(generalist.Path, work.Test), sets: null)),
            ])
            {
                HeldOutByEpoch = [.. generalists.Select(generalist => generalist.HeldOutByEpoch)],
            },
            Smoothing = work.TestWeight == 0 ? null : new TestSmoothing(
                work.TestWeight,
                TestSharpness.Of(work.HeldOut),
                TestSharpness.Of(work.TestAsItIs),
                new SpecialistScores([.. seeds.Zip(generalists, (seed, generalist) => SpecialistMeasures.Of(seed, work.Predict(generalist.Path, work.TestAsItIs), sets: null))])),
        };
    }
}
