using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>The time of the specialists, spent without specialists.</summary>
internal static class ControlsPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var seeds = work.Experiment.Controls.Seeds;
        var epochs = results.GeneralistEpochs!.Value;
        var steps = work.Experiment.Seeds.ToDictionary(seed => seed, seed => Steps(work, seed));
        var batch = work.Experiment.Specialists.Training.BatchSize;
        var more = steps.Values.Average() * batch / work.Train.Count;
        var controls = new List<SpecialistControl>();
        if (seeds.Count > 0)
        {
            var trainedOn = new SpecialistScores([.. seeds.Select(seed => Scores(seed, work.Predict(TrainOn(work, seed, steps[seed]), work.Test)))]);
            controls.Add(new SpecialistControl(
                "trainedOn", "the generalist trained on for as long as all its specialists took, by their schedule", trainedOn,
                SpecialistMeasures.RelativeGain(results.Generalist!, trainedOn), epochs + more, Nets: 1));
        }

        // As many generalists as there are, where the same cost would buy more.
        var members = Math.Clamp((int)Math.Round((epochs + more) / epochs), 2, Math.Max(2, work.Experiment.Seeds.Count));
        if (members <= work.Experiment.Seeds.Count)
        {
            var ensemble = new SpecialistScores([.. work.Experiment.Seeds.Select((seed, first) => Scores(seed, Together(first, members)))]);
            controls.Add(new SpecialistControl(
                "ensemble", $"the mean of {members} generalists, this one and the next", ensemble,
                SpecialistMeasures.RelativeGain(results.Generalist!, ensemble), members * epochs, members));
        }

        return results with { Controls = controls };

        // A generalist and those of the next seeds.
        Predictions Together(int first, int count)
        {
            var all = work.Experiment.Seeds;
            using var ensemble = new EnsembleTeacher(
                [.. Enumerable.Range(first, count).Select(index => SpecialistsWork.Open(work.Generalist(all[index % all.Count]).Path, Precision.F32))], EnsembleMean.Arithmetic);
            return Predictor.Of(ensemble).Predict(work.Test, cancellationToken: work.Context.CancellationToken);
        }

        SeedScores Scores(long seed, Predictions answers) => SpecialistMeasures.Of(seed, answers, work.Sets(seed));
    }

    // As many steps as all specialists of a seed took.
    private static long Steps(SpecialistsWork work, long seed)
    {
        var (plan, sets) = (work.Experiment.Specialists, work.Sets(seed));
        return Enumerable.Range(0, sets.Count)
            .Sum(number => ((work.SeenBy(sets[number], plan.Passes) - 1) / plan.Training.BatchSize) + 1);
    }

    private static string TrainOn(SpecialistsWork work, long seed, long steps)
    {
        var generalist = work.Generalist(seed).Path;
        var training = new MemberTraining(
            "trained-on", work.Spec, work.Train, null, new HardLabels(), null,
            work.Experiment.Specialists.Training with { Duration = Duration.Steps(steps), Seed = seed })
        {
            Start = MemberTraining.StartAt(generalist),
        };
        return work.Trained(training, $"generalist {seed}, trained on").Path;
    }
}
