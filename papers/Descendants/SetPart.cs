using Descendants.Plans;
using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Hints;
using Experiments;

namespace Descendants;

/// <summary>One data set: its teacher, whose answers are stored for some views of each image, and its students by every objective.</summary>
internal sealed class SetPart : IDisposable
{
    private const long SplitSeed = 1;

    private readonly ObjectivesWork work;
    private readonly SetPlan plan;
    private readonly string name;
    private readonly ExampleView examples;
    private readonly ExampleView heldOut;
    private readonly ExampleView test;
    private readonly ExampleView views;
    private readonly (string Path, double Seconds) teacher;
    private readonly StoredTeacher targets;
    private readonly Classifier guide;
    private readonly Normalisation normalisation;

    private SetPart(ObjectivesWork work, SetPlan plan, string name)
    {
        (this.work, this.plan, this.name) = (work, plan, name);
        var (train, all) = DataSets.Open(OriginalFolder.Of(work.Run).FindData(plan.Data), new DataOptions(), work.Context with { Say = null });
        if (train.Shape.IsFeatures || train.ElementType != ElementType.Pixel)
        {
            throw new DistillException($"The experiment is about images; the examples of {train.Name} are {train.Shape}. Give a set of images.");
        }

        (heldOut, examples) = new TrainingSplit(plan.Images, plan.HeldOut, SplitSeed).Of(train);
        test = TrainingSplit.AtMost(all, plan.Images, SplitSeed);
        normalisation = PixelStatistics.Of(examples, work.Context.Progress, work.Context.CancellationToken).ToNormalisation();
        views = ImageViews.Of(examples, plan.Shift, plan.Views, SplitSeed);
        teacher = Trained($"{name}-teacher", $"{plan.Data}: teacher", Spec(plan.Teacher), examples, new HardLabels(), null, plan.TeacherTraining);
        using var answering = new ModelTeacher(ModelFile.Load(teacher.Path), plan.TeacherTraining.Precision);
        targets = LabelledOnce.Open(work.Run, answering, views, work.Context.Named($"{plan.Data}: labelling"), name);
        guide = ModelFile.Load(teacher.Path);
    }

    /// <summary>Runs it, or goes on where it was interrupted.</summary>
    /// <param name="work">What the parts share.</param>
    /// <param name="plan">The set.</param>
    /// <param name="name">Tells its files in the run apart.</param>
    /// <param name="student">The student, with a key that tells its files apart.</param>
    /// <param name="before">What was measured of the set's other students; null for nothing.</param>
    public static SetResults Run(ObjectivesWork work, SetPlan plan, string name, (string Name, StudentPlan Plan) student, SetResults? before)
    {
        using var part = new SetPart(work, plan, name);
        return part.Results([.. before?.Students ?? [], part.Of(student.Name, student.Plan)]);
    }

    public void Dispose()
    {
        targets.Dispose();
        guide.Dispose();
    }

    private SetResults Results(IReadOnlyList<StudentResults> students) => new(
        plan.Data, test.ClassNames.Count, examples.Count, heldOut.Count, test.Count, plan.Views,
        new TeacherResult(Spec(plan.Teacher).Description, Answers(teacher.Path, test).Evaluate().Metrics.Errors, teacher.Seconds / 60),
        [.. students.OrderBy(student => student.Name, StringComparer.Ordinal)]);

    private StudentResults Of(string key, StudentPlan student)
    {
        var spec = Spec(student.Network);
        var labels = Tested((key, student), "labels", new HardLabels(), null, null);
        var taught = work.Experiment.Objectives.Select(objective => (Objective: objective, Chosen: Choose((key, student), objective))).ToList();
        var scored = taught.ConvertAll(row => Tested((key, student), row.Objective.Name, row.Objective.Make(row.Chosen.Numbers), targets, Hints(student, row.Objective, row.Chosen.Numbers)));
        // Plain soft targets, against which all else is measured, are the first.
        var gains = Gains(scored[0].Scores, [labels.Scores, .. scored.Skip(1).Select(row => row.Scores)]);
        using var model = Classifier.Build(spec, seed: 0);
        return new StudentResults(
            key, spec.Description, model.ParameterCount, (student.Training.Duration.EpochCount ?? 0) * plan.Views,
            [
                Row("labels", labels, []) with { GainOverKd = gains[0] },
                .. taught.Zip(scored, (row, result) => Row(row.Objective.Name, result, row.Chosen.Trials) with { Chosen = row.Chosen.Numbers })
                    .Select((row, number) => number == 0 ? row : row with { GainOverKd = gains[number] }),
            ]);

        static ObjectiveResult Row(string name, (IReadOnlyList<CaseScores> Scores, double Minutes) result, IReadOnlyList<ObjectiveTrial> trials) => new(
            name, [.. result.Scores.Select(scores => (long)Enumerable.Range(0, scores.Count).Count(i => !scores.IsCorrect(i)))], result.Minutes, trials);
    }

    private (ObjectiveSetting Numbers, IReadOnlyList<ObjectiveTrial> Trials) Choose((string Key, StudentPlan Plan) student, ObjectivePlan objective)
    {
        List<ObjectiveTrial> trials = [.. objective.Candidates.Select((numbers, number) =>
        {
            var options = student.Plan.Training with { Duration = Duration.Epochs(student.Plan.Training.Duration.EpochCount!.Value * work.Experiment.TrialShare), Seed = work.Experiment.TrialSeed };
            var (path, _) = Trained(
                $"{name}-{student.Key}-{objective.Name}-trial-{number + 1}", $"{plan.Data}: {student.Key}, {objective.Name}, trial {number + 1} of {objective.Candidates.Count}",
                Spec(student.Plan.Network), views, objective.Make(numbers), targets, options, Hints(student.Plan, objective, numbers));
            return new ObjectiveTrial(numbers, Answers(path, heldOut).Evaluate().Metrics.Errors);
        })];
        return (trials.MinBy(trial => trial.HeldOutErrors)!.Numbers, trials);
    }

    private (IReadOnlyList<CaseScores> Scores, double Minutes) Tested((string Key, StudentPlan Plan) student, string id, IObjective objective, ITeacher? soft, HintMatching? hints)
    {
        var trained = work.Experiment.Seeds.Select(seed => Trained(
            $"{name}-{student.Key}-{id}", $"{plan.Data}: {student.Key}, {id}, seed {seed}", Spec(student.Plan.Network), views, objective, soft, student.Plan.Training with { Seed = seed }, hints)).ToList();
        return ([.. trained.Select(model => Answers(model.Path, test).Evaluate().Scores!)], trained.Average(model => model.Seconds) / 60);
    }

    private static IReadOnlyList<GainOverPlain> Gains(IReadOnlyList<CaseScores> plain, IReadOnlyList<IReadOnlyList<CaseScores>> others)
    {
        List<PairedTest> tests = [.. others.Select(scores => ModelComparison.Between(plain, scores).ToPairedTest(ObjectivePlans.Plain, ""))];
        var corrected = tests.All(test => test.OverSeeds is not null) ? Holm.Corrected([.. tests.Select(test => test.OverSeeds!.P)]) : null;
        return [.. tests.Select((test, number) => new GainOverPlain(test.IntervalSeedsAndCases!.Estimate, test.IntervalSeedsAndCases, test.OverSeeds, corrected?[number]))];
    }

    private HintMatching? Hints(StudentPlan student, ObjectivePlan objective, ObjectiveSetting numbers) => objective.Hints is not { } kind ? null
        : new HintMatching(guide, HintChoice.Pairs(student.Layers)) { Kind = kind, Weight = numbers.HintWeight!.Value };

    private (string Path, double Seconds) Trained(
        string id, string label, ModelSpec spec, ExampleView view, IObjective objective, ITeacher? soft, TrainingOptions options, HintMatching? hints = null)
    {
        var (member, _, seconds) = new MemberTraining(id, spec, view, null, objective, soft, options) { Hints = hints }.In(work.Run, work.Context.Named(label));
        return (member.ModelPath, seconds);
    }

    private Predictions Answers(string path, ExampleView view)
    {
        using var model = ModelFile.Load(path);
        return Predictor.Of(model).Predict(view, progress: work.Context.Named("evaluating").Progress, cancellationToken: work.Context.CancellationToken);
    }

    private ModelSpec Spec(NetworkSpec network) => new(examples.Shape, [.. examples.ClassNames], normalisation, network);
}
