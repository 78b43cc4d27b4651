using Distill.Data;
using Distill.Evaluation;
using Distill.Experiments.Jobs;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Teachers;

namespace Distill.Experiments.Specialists;

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
        var students = work.Experiment.Seeds.Select(seed => Train(Student, seed, FromAll)).ToList();
        var continued = work.Experiment.Seeds.Where(_ => plan.Continued).Select(seed => Train(Continued, seed, FromAll, work.Generalist(seed).Path)).ToList();
        var controls = plan.ControlSeeds.Select(seed => Train(Control, seed, FromGeneralist)).ToList();
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

        SpecialistScores Scores(IEnumerable<(long Seed, double Seconds, Predictions Answers)> trained) =>
            new([.. trained.Select(student => SpecialistMeasures.Of(student.Seed, student.Answers, work.Sets(student.Seed)))]);

        double Kept(SpecialistScores student)
        {
            var seeds = student.BySeed.Select(entry => entry.Seed).ToHashSet();
            var (alone, together) = (Mean(results.Generalist!), Mean(results.Combined!));
            return (student.Top1 - alone) / (together - alone);

            double Mean(SpecialistScores scores) => scores.BySeed.Where(entry => seeds.Contains(entry.Seed)).Average(entry => entry.Top1);
        }

        (string Targets, ITeacher Teacher) FromAll(long seed, Precision precision) => (Student, work.Combined(seed, precision));

        (string Targets, ITeacher Teacher) FromGeneralist(long seed, Precision precision) => (Control, SpecialistsWork.Open(work.Generalist(seed).Path, precision));

        (long Seed, double Seconds, Predictions Answers) Train(
            string id, long seed, Func<long, Precision, (string Targets, ITeacher Teacher)> open, string? start = null)
        {
            var views = Views(work.Train, plan.Views, seed);
            using var targets = Targets();
            var training = new MemberTraining(
                id, work.Spec, views, null, new Distillation(plan.Temperature, plan.HardWeight), targets, plan.Training with { Seed = FirstSeed + seed })
            {
                Start = start is null ? null : (Fingerprint(start), () => ModelFile.Load(start)),
            };
            var (path, seconds) = work.Trained(training, $"{id.Replace('-', ' ')} {seed}");
            return (seed, seconds, work.Predict(path, work.Test));

            StoredTeacher Targets()
            {
                var (name, teacher) = open(seed, plan.Training.Precision);
                using (teacher)
                {
                    return LabelledOnce.Open(work.Run, teacher, views, work.Named($"labelling for {name.Replace('-', ' ')} {seed}"), work.Cancellation, $"{name}-{seed}");
                }
            }
        }
    }

    private static Fingerprint Fingerprint(string path)
    {
        using var model = ModelFile.Load(path);
        return model.Fingerprint();
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
}
