namespace Hinton2015.Specialists;

/// <summary>Trains the generalists.</summary>
internal static class GeneralistPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var training = work.Experiment.Generalist.Training;
        var steps = training.Duration.ToSteps(((work.Train.Count - 1) / training.BatchSize) + 1);
        return results with
        {
            Network = work.Spec.Description,
            GeneralistEpochs = training.Duration.EpochCount ?? (double)steps * training.BatchSize / work.Train.Count,
            Generalist = new SpecialistScores(
            [
                .. work.Experiment.Seeds.Select(seed => SpecialistMeasures.Of(seed, work.Predict(work.Generalist(seed).Path, work.Test), sets: null)),
            ]),
        };
    }
}
