using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;
using Experiments;

namespace Hinton2015.Specialists;

/// <summary>Distils each generalist with its specialists into one net, and the generalist alone into another, each from two starts.</summary>
internal static class DistilledBackPart
{
    private const string Student = "distilled", StudentControl = "distilledControl", Continued = "continued", ContinuedControl = "continuedControl";

    // No student starts from a generalist's own random weights.
    private const long FirstSeed = 100;

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var (plan, seeds) = (work.Experiment.DistilledBack, work.Experiment.Seeds);
        var fromAll = seeds.Select(seed => Of(seed, "all", work.Combined)).ToList();
        var fromGeneralist = seeds.Select(seed => Of(seed, "generalist", (number, precision) => SpecialistsWork.Open(work.Generalist(number).Path, precision))).ToList();
        var (student, continued) = (fromAll.ConvertAll(pair => pair.Student), fromAll.ConvertAll(pair => pair.Continued));
        var (control, continuedControl) = (fromGeneralist.ConvertAll(pair => pair.Student), fromGeneralist.ConvertAll(pair => pair.Continued));
        var alone = (SpecialistsPart.Generalist, SpecialistComparisons.Scores(seeds.Select(seed => work.Predict(work.Generalist(seed).Path, work.Test))));
        var (first, second, third, fourth) = (Tested(Student, student), Tested(StudentControl, control), Tested(Continued, continued), Tested(ContinuedControl, continuedControl));
        return SpecialistComparisons.With(results, [(alone, first), (second, first), (alone, third), (fourth, third)]) with
        {
            DistilledBack = new DistilledBack(
                Scores(student),
                plan.Temperature,
                plan.HardWeight,
                (plan.Training.Duration.EpochCount ?? 0) * plan.Views,
                plan.Views,
                student.Average(trained => trained.Seconds) / 60,
                Scores(control),
                Scores(continued),
                Scores(continuedControl),
                (plan.Continued.Duration.EpochCount ?? 0) * plan.Views)
            {
                GainBeyondControls = new DistilledBackGains(
                    SpecialistComparisons.Beyond(second, first.Scores), SpecialistComparisons.Beyond(fourth, third.Scores)),
            },
        };

        SpecialistScores Scores(IReadOnlyList<Trained> trained) =>
            new([.. trained.Select(net => SpecialistMeasures.Of(net.Seed, net.Answers, work.Sets(net.Seed)))]);

        static (string Id, IReadOnlyList<CaseScores> Scores) Tested(string id, IReadOnlyList<Trained> trained) =>
            (id, SpecialistComparisons.Scores(trained.Select(net => net.Answers)));

        // Both learn the same answers for the same views.
        (Trained Student, Trained Continued) Of(long seed, string teacher, Func<long, Precision, ITeacher> open)
        {
            var views = ImageViews.Of(work.Train, Plans.Shift, plan.Views, seed);
            using var targets = Targets(seed, teacher, views, open(seed, plan.Training.Precision));
            return (
                Train($"distilled-from-{teacher}", seed, views, targets, plan.Training, start: null),
                Train($"continued-from-{teacher}", seed, views, targets, plan.Continued, work.Generalist(seed).Path));
        }

        StoredTeacher Targets(long seed, string name, ExampleView views, ITeacher owned)
        {
            using var teacher = owned;
            return LabelledOnce.Open(work.Run, teacher, views, work.Context.Named($"labelling by {name} {seed}"), $"{name}-{seed}");
        }

        Trained Train(string id, long seed, ExampleView views, ITeacher targets, TrainingOptions options, string? start)
        {
            var training = new MemberTraining(
                id, work.Spec, views, null, new Distillation(plan.Temperature, plan.HardWeight), targets, options with { Seed = FirstSeed + seed })
            {
                Start = start is null ? null : MemberTraining.StartAt(start),
            };
            var (path, seconds) = work.Trained(training, $"{id.Replace('-', ' ')} {seed}");
            return new Trained(seed, seconds, work.Predict(path, work.Test));
        }
    }

    private sealed record Trained(long Seed, double Seconds, Predictions Answers);
}
