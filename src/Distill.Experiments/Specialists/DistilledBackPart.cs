using Distill.Data;
using Distill.Evaluation;
using Distill.Experiments.Jobs;
using Distill.Objectives;
using Distill.Runs.Results.Specialists;
using Distill.Teachers;

namespace Distill.Experiments.Specialists;

/// <summary>Distils each generalist with its specialists into one net of the generalist's size, from a random start.</summary>
internal static class DistilledBackPart
{
    private const string Student = "distilled";
    private const string Control = "distilled-from-generalist";

    // No student starts from a generalist's own random weights.
    private const long FirstSeed = 100;

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var plan = work.Experiment.DistilledBack;
        var students = work.Experiment.Seeds.Select(seed => Train(Student, seed, precision => work.Combined(seed, precision))).ToList();
        var controls = plan.ControlSeeds
            .Select(seed => Train(Control, seed, precision => SpecialistsWork.Open(work.Generalist(seed).Path, precision))).ToList();
        var (scores, control) = (Scores(students), controls.Count == 0 ? null : Scores(controls));
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
                control is null ? null : Kept(control)),
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

        (long Seed, double Seconds, Predictions Answers) Train(string id, long seed, Func<Precision, ITeacher> open)
        {
            var views = Views(work.Train, plan.Views, seed);
            using var targets = Targets();
            var training = new MemberTraining(
                id, work.Spec, views, null, new Distillation(plan.Temperature, plan.HardWeight), targets, plan.Training with { Seed = FirstSeed + seed });
            var (path, seconds) = work.Trained(training, $"{id.Replace('-', ' ')} {seed}");
            return (seed, seconds, work.Predict(path, work.Test));

            StoredTeacher Targets()
            {
                using var teacher = open(plan.Training.Precision);
                return LabelledOnce.Open(work.Run, teacher, views, work.Named($"labelling for {id.Replace('-', ' ')} {seed}"), work.Cancellation, $"{id}-{seed}");
            }
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
}
