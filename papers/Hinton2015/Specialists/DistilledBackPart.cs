using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;

namespace Hinton2015.Specialists;

/// <summary>Distils each generalist with its specialists into one net of the generalist's size, from a random start and from the generalist itself.</summary>
internal static class DistilledBackPart
{
    private const string Student = "distilled";
    private const string Continued = "distilled-continued";
    private const string Control = "distilled-from-generalist";

    // No student starts from a generalist's own random weights.
    private const long FirstSeed = 100;

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var plan = work.Experiment.DistilledBack;
        var fromAll = work.Experiment.Seeds.Select(FromAll).ToList();
        var students = fromAll.ConvertAll(seed => seed.Student);
        var continued = fromAll.Select(seed => seed.Continued).OfType<Trained>().ToList();
        var controls = plan.ControlSeeds.Select(FromGeneralist).ToList();
        var (scores, further, control) = (Scores(students), continued.Count == 0 ? null : Scores(continued), controls.Count == 0 ? null : Scores(controls));
        return results with
        {
            DistilledBack = new DistilledBack(
                scores,
                Kept(scores),
                plan.Temperature,
                plan.HardWeight,
                (plan.Training.Duration.EpochCount ?? 0) * plan.Views,
                plan.Views,
                students.Average(student => student.Seconds) / 60,
                control,
                control is null ? null : Kept(control),
                further,
                further is null ? null : Kept(further)),
            PairedTests =
            [
                .. (results.PairedTests ?? []).Where(test => test.Second != Student),
                ModelComparison.Between(
                    [.. work.Experiment.Seeds.Select(seed => work.Predict(work.Generalist(seed).Path, work.Test).Evaluate().Scores!)],
                    [.. students.Select(student => student.Answers.Evaluate().Scores!)])
                    .ToPairedTest(SpecialistsPart.Generalist, Student),
            ],
        };

        SpecialistScores Scores(IEnumerable<Trained> trained) =>
            new([.. trained.Select(student => SpecialistMeasures.Of(student.Seed, student.Answers, work.Sets(student.Seed)))]);

        double Kept(SpecialistScores student)
        {
            var seeds = student.BySeed.Select(entry => entry.Seed).ToHashSet();
            var (alone, together) = (Mean(results.Generalist!), Mean(results.Combined!));
            return (student.Top1 - alone) / (together - alone);

            double Mean(SpecialistScores scores) => scores.BySeed.Where(entry => seeds.Contains(entry.Seed)).Average(entry => entry.Top1);
        }

        // Both learn the same answers for the same views.
        (Trained Student, Trained? Continued) FromAll(long seed)
        {
            var views = Views(work.Train, plan.Views, seed);
            using var targets = Targets(Student, seed, views, work.Combined(seed, plan.Training.Precision));
            return (
                Train(Student, seed, views, targets),
                plan.Continued ? Train(Continued, seed, views, targets, MemberTraining.StartAt(work.Generalist(seed).Path)) : null);
        }

        Trained FromGeneralist(long seed)
        {
            var views = Views(work.Train, plan.Views, seed);
            using var targets = Targets(Control, seed, views, SpecialistsWork.Open(work.Generalist(seed).Path, plan.Training.Precision));
            return Train(Control, seed, views, targets);
        }

        StoredTeacher Targets(string id, long seed, ExampleView views, ITeacher owned)
        {
            using var teacher = owned;
            return LabelledOnce.Open(work.Run, teacher, views, work.Context.Named($"labelling for {id.Replace('-', ' ')} {seed}"), $"{id}-{seed}");
        }

        Trained Train(string id, long seed, ExampleView views, ITeacher targets, (Fingerprint From, Func<Classifier> Model)? start = null)
        {
            var training = new MemberTraining(
                id, work.Spec, views, null, new Distillation(plan.Temperature, plan.HardWeight), targets, plan.Training with { Seed = FirstSeed + seed })
            {
                Start = start,
            };
            var (path, seconds) = work.Trained(training, $"{id.Replace('-', ' ')} {seed}");
            return new Trained(seed, seconds, work.Predict(path, work.Test));
        }
    }

    // Some views of each image, of all that jitter and mirroring can make, each another.
    private static ExampleView Views(ExampleView train, int views, long seed)
    {
        var source = new ShiftedSource(train.Source, Plans.Shift, mirror: true);
        var (positions, random) = (new int[checked(views * train.Count)], new SeededRandom(seed));
        var all = Enumerable.Range(0, source.Views).ToArray();
        for (var image = 0; image < train.Count; image++)
        {
            random.Fork(image).Shuffle<int>(all);
            for (var view = 0; view < views; view++)
            {
                positions[(view * train.Count) + image] = (int)(((long)all[view] * train.Source.Count) + train.Row(image));
            }
        }

        return new ExampleView(source).Subset(positions, $"{train.Name}, {views} views of each");
    }

    private sealed record Trained(long Seed, double Seconds, Predictions Answers);
}
