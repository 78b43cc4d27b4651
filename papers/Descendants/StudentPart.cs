using Descendants.Plans;
using Distill.Evaluation;
using Distill.Jobs.Recipes.Hints;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs.Results;
using Distill.Training;
using Distill.Training.Hints;

namespace Descendants;

/// <summary>One student of a data set, by labels alone and by some objectives, of which the first is plain soft targets.</summary>
internal sealed class StudentPart(SetPart set, string key, StudentPlan plan, IReadOnlyList<ObjectivePlan> objectives)
{
    private ObjectivesExperiment Experiment => set.Work.Experiment;

    /// <summary>Trains all of them, or waits for those that another process trains: first what chooses the numbers, then what is measured.</summary>
    /// <returns>Labels alone, then each objective.</returns>
    public IReadOnlyList<TaughtStudents> Train()
    {
        var labels = Seeds("labels", new HardLabels(), isTaught: false, _ => null);
        var first = set.Students([.. labels, .. objectives.SelectMany(Trials)]);
        var trials = objectives.Zip(first.Skip(labels.Count).Chunk(objectives[0].Candidates.Count), Tried).ToList();
        var chosen = objectives.Zip(trials, (objective, tried) => (Objective: objective, Numbers: tried.MinBy(trial => trial.HeldOutErrors)!.Numbers)).ToList();
        var last = set.Students(chosen.SelectMany(row => Seeds(row.Objective.Name, row.Objective.Make(row.Numbers), isTaught: true, Hints(row.Objective, row.Numbers))));
        return
        [
            new TaughtStudents("labels", null, [], [.. first.Take(labels.Count)]),
            .. chosen.Zip(trials, last.Chunk(labels.Count)).Select(row => new TaughtStudents(row.First.Objective.Name, row.First.Numbers, row.Second, row.Third)),
        ];
    }

    /// <summary>Trains and measures them.</summary>
    public StudentResults Results()
    {
        var taught = Train();
        var scores = taught.Select(row => (IReadOnlyList<CaseScores>)[.. row.Models.Select(model => set.Answers(model.Path, set.Test).Evaluate().Scores!)]).ToList();
        // Plain soft targets, against which all else is measured, are the second.
        var others = Gains(scores[1], [scores[0], .. scores.Skip(2)]);
        IReadOnlyList<GainOverPlain?> gains = [others[0], null, .. others.Skip(1)];
        using var model = Classifier.Build(set.Spec(plan.Network), seed: 0);
        return new StudentResults(
            key, model.Spec!.Description, model.ParameterCount, (plan.Training.Duration.EpochCount ?? 0) * set.Plan.Views,
            [
                .. taught.Zip(scores, gains).Select(row => Row(row.First, row.Second) with { GainOverKd = row.Third }),
            ]);
    }

    private static ObjectiveResult Row(TaughtStudents taught, IReadOnlyList<CaseScores> scores) => new(
        taught.Objective,
        [.. scores.Select(seed => (long)seed.Errors)],
        taught.Models.Average(model => model.Seconds) / 60,
        taught.Trials)
    {
        Chosen = taught.Chosen,
    };

    private static IReadOnlyList<GainOverPlain> Gains(IReadOnlyList<CaseScores> plain, IReadOnlyList<IReadOnlyList<CaseScores>> others)
    {
        List<PairedTest> tests = [.. others.Select(scores => ModelComparison.Between(plain, scores).ToPairedTest(ObjectivePlans.Plain, ""))];
        var corrected = Holm.OverSeeds(tests);
        return [.. tests.Select((test, number) => new GainOverPlain(test.IntervalSeedsAndCases!.Estimate, test.IntervalSeedsAndCases, test.OverSeeds, corrected?[number]))];
    }

    private IReadOnlyList<StudentTraining> Seeds(string id, IObjective objective, bool isTaught, Func<Classifier, HintMatching?> hints) =>
    [
        .. Experiment.Seeds.Select(seed => new StudentTraining(
            $"{key}-{id}", $"{key}, {id}, seed {seed}", plan.Network, objective, isTaught, plan.Training with { Seed = seed }, hints)),
    ];

    private IEnumerable<StudentTraining> Trials(ObjectivePlan objective)
    {
        var options = plan.Training with { Duration = Duration.Epochs(plan.Training.Duration.EpochCount!.Value * Experiment.TrialShare), Seed = Experiment.TrialSeed };
        return objective.Candidates.Select((numbers, number) => new StudentTraining(
            $"{key}-{objective.Name}-trial-{number + 1}", $"{key}, {objective.Name}, trial {number + 1} of {objective.Candidates.Count}",
            plan.Network, objective.Make(numbers), IsTaught: true, options, Hints(objective, numbers), IsTrial: true));
    }

    private static IReadOnlyList<ObjectiveTrial> Tried(ObjectivePlan objective, TrainedModel[] models) =>
        [.. objective.Candidates.Zip(models, (numbers, model) => new ObjectiveTrial(numbers, model.HeldOutErrors))];

    private Func<Classifier, HintMatching?> Hints(ObjectivePlan objective, ObjectiveSetting numbers) => guide => objective.Hints is not { } kind ? null
        : new HintMatching(guide, HintChoice.Pairs(plan.Layers)) { Kind = kind, Weight = numbers.HintWeight!.Value };
}

/// <summary>Students of one objective.</summary>
/// <param name="Objective">Its key; "labels" for labels alone.</param>
/// <param name="Chosen">Its numbers; null where there are none.</param>
/// <param name="Trials">What each candidate gave on held-out examples.</param>
/// <param name="Models">A student of each seed.</param>
internal sealed record TaughtStudents(string Objective, ObjectiveSetting? Chosen, IReadOnlyList<ObjectiveTrial> Trials, IReadOnlyList<TrainedModel> Models);
