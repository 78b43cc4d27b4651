using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>The steps of the specialists, spent without specialists, at every seed.</summary>
internal static class ControlsPart
{
    private const string TrainedOn = "trainedOn", OwnTargets = "ownTargets", Ensemble = "ensemble";
    private const int Members = 2;

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var (seeds, plan, epochs) = (work.Experiment.Seeds, work.Experiment.Controls, results.GeneralistEpochs!.Value);
        var more = seeds.Average(seed => Steps(work, seed)) * work.Experiment.Specialists.Training.BatchSize / work.Train.Count;
        IReadOnlyList<Predictions> trainedOn = [.. seeds.Select(seed => work.Predict(Labels(work, seed), work.Test))];
        IReadOnlyList<Predictions> ownTargets = [.. seeds.Select(seed => work.Predict(Own(work, seed), work.Test))];
        IReadOnlyList<Predictions> ensemble = [.. seeds.Select((_, first) => Together(work, first))];
        var combined = SpecialistComparisons.Scores(seeds.Select(work.TestCombined));
        var controls = new SpecialistControls(
            Control("the generalist trained on with labels for as many steps as all its specialists took, by their schedule", trainedOn, epochs + more, nets: 1),
            Control($"the mean of {Members} generalists, this one and the next", ensemble, Members * epochs, Members),
            Control(
                FormattableString.Invariant($"the same steps on the generalist’s own soft targets, T = {plan.Temperature}, weight on the labels {plan.HardWeight}"),
                ownTargets, epochs + more, nets: 1));
        var (labels, own, several) = ((TrainedOn, SpecialistComparisons.Scores(trainedOn)), (OwnTargets, SpecialistComparisons.Scores(ownTargets)), (Ensemble, SpecialistComparisons.Scores(ensemble)));
        var together = (SpecialistsPart.Combined, combined);

        // The better of the two that cost what specialists cost: a choice that is not in the specialists' favour.
        return SpecialistComparisons.With(results, [(labels, together), (own, together), (several, together)]) with
        {
            Controls = controls,
            GainBeyondControls = SpecialistComparisons.Beyond(controls.TrainedOn.Scores.Top1 >= controls.OwnTargets!.Scores.Top1 ? labels : own, combined),
        };

        SpecialistControl Control(string description, IReadOnlyList<Predictions> answers, double passes, int nets)
        {
            var scores = new SpecialistScores([.. seeds.Zip(answers, (seed, answer) => SpecialistMeasures.Of(seed, answer, work.Sets(seed)))]);
            return new SpecialistControl(description, scores, SpecialistMeasures.RelativeGain(results.Generalist!, scores), passes, nets);
        }
    }

    // A generalist and that of the next seed; one alone where there is one seed.
    private static Predictions Together(SpecialistsWork work, int first)
    {
        var all = work.Experiment.Seeds;
        using var ensemble = new EnsembleTeacher(
            [.. Enumerable.Range(first, Members).Select(index => SpecialistsWork.Open(work.Generalist(all[index % all.Count]).Path, Precision.F32))], EnsembleMean.Arithmetic);
        return Predictor.Of(ensemble).Predict(work.Test, cancellationToken: work.Context.CancellationToken);
    }

    // As many steps as all specialists of a seed took.
    private static long Steps(SpecialistsWork work, long seed) =>
        work.SpecialistTraining(seed, work.Sets(seed), work.Experiment.Specialists.Passes).Steps;

    private static string Labels(SpecialistsWork work, long seed) =>
        work.Trained(Further(work, seed, "trained-on", new HardLabels(), null), $"generalist {seed}, trained on").Path;

    private static string Own(SpecialistsWork work, long seed)
    {
        var plan = work.Experiment.Controls;
        using var teacher = SpecialistsWork.Open(work.Generalist(seed).Path, work.Experiment.Specialists.Training.Precision);
        return work.Trained(
            Further(work, seed, "own-targets", new Distillation(plan.Temperature, plan.HardWeight), teacher), $"generalist {seed}, on its own soft targets").Path;
    }

    private static MemberTraining Further(SpecialistsWork work, long seed, string id, IObjective objective, ITeacher? teacher) => new(
        id, work.Spec, work.Train, null, objective, teacher,
        work.Experiment.Specialists.Training with { Duration = Duration.Steps(Steps(work, seed)), Seed = seed })
    {
        Start = MemberTraining.StartAt(work.Generalist(seed).Path),
    };
}
