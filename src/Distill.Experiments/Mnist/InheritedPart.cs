using Distill.Evaluation;
using Distill.Experiments.Jobs;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs.Results;
using Distill.Runs.Results.Mnist;

namespace Distill.Experiments.Mnist;

/// <summary>Students of some of the teacher's units: as they are drawn, on labels, and on soft targets.</summary>
internal static class InheritedPart
{
    private const string Hard = "inheritedHard", Distilled = "inherited";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Inherited;
        using var targets = work.PlainTargets();
        using var teacher = ModelFile.Load(work.Teacher());
        var population = new PopulationRun(
            Distilled,
            work.Spec(plan.Network),
            work.Train,
            targets,
            plan.Training,
            [(Hard, new HardLabels()), (Distilled, new Distillation(plan.Temperature, plan.HardWeight))],
            plan.Seeds)
        {
            Start = (teacher.Fingerprint(), (student, seed) => InheritedUnits.Draw(teacher, student, seed)),
        };
        var models = population.In(work.Run, "students of the teacher's units", work.Progress, work.Cancellation);
        var (hard, distilled) = (Evaluated(models[Hard]), Evaluated(models[Distilled]));
        var epochs = work.EpochsOver(work.Train, plan.Training);
        return results with
        {
            Inherited = new MnistInherited(
                [.. plan.Seeds.Select(StartErrors)],
                new MnistStudents(Errors(hard), epochs),
                new MnistStudents(Errors(distilled), epochs, plan.Temperature, plan.HardWeight)),
            PairedTests = [.. (results.PairedTests ?? []).Where(test => test.Second != Distilled), .. Tests()],
        };

        // Students of a random start, where these are trained, and seed by seed.
        IEnumerable<PairedTest> Tests()
        {
            if (results.Distilled is not null && plan.Seeds.SequenceEqual(work.Experiment.Students.Seeds))
            {
                var random = Evaluated(plan.Seeds.Select(seed => PopulationRun.ModelPath(work.Run, StudentsPart.Distilled, seed)));
                yield return ModelComparison.Between(Scores(random), Scores(distilled)).ToPairedTest(StudentsPart.Distilled, Distilled);
            }

            yield return ModelComparison.Between(Scores(hard), Scores(distilled)).ToPairedTest(Hard, Distilled);
        }

        IReadOnlyList<ModelEvaluation> Evaluated(IEnumerable<string> paths) => [.. paths.Select(path => work.Predict(path).Evaluate())];

        long StartErrors(long seed)
        {
            using var student = Classifier.Build(work.Spec(plan.Network), seed);
            InheritedUnits.Draw(teacher, student, seed);
            return Predictor.Of(student).Predict(work.Test, cancellation: work.Cancellation).Evaluate().Metrics.Errors;
        }
    }

    private static IReadOnlyList<CaseScores> Scores(IEnumerable<ModelEvaluation> students) => [.. students.Select(student => student.Scores!)];

    private static IReadOnlyList<long> Errors(IEnumerable<ModelEvaluation> students) => [.. students.Select(student => student.Metrics.Errors)];
}
