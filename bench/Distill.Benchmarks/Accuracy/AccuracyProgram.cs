using Distill.Benchmarks.Throughput;
using Distill.Data;
using Distill.Data.Sets;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Benchmarks.Accuracy;

/// <summary>
/// Whether bf16 costs accuracy: the same distillation on MNIST (paper, section 3) in both precisions, for several
/// seeds, each pair from the same starting weights, in the same order, from the same stored targets.
/// </summary>
internal static class AccuracyProgram
{
    public static AccuracyReport Run(int seeds, int epochs)
    {
        var catalogue = new Catalogue();
        var train = new ExampleView(catalogue.Open("mnist", SetPart.Train));
        var test = new ExampleView(catalogue.Open("mnist", SetPart.Test));
        var folder = Directory.CreateTempSubdirectory("distill-accuracy-").FullName;
        try
        {
            using var teacher = new ModelTeacher(TrainTeacher(train, epochs));
            var teacherErrors = Errors(Predictor.Of(teacher), test);
            Console.Error.WriteLine($"teacher: {teacherErrors} errors");
            Labeller.Label(Path.Combine(folder, "targets"), train, teacher, new TargetStoreOptions());
            using var stored = StoredTeacher.Open(Path.Combine(folder, "targets"), train);
            var (f32, bf16) = (new List<double>(), new List<double>());
            for (var seed = 1; seed <= seeds; seed++)
            {
                f32.Add(TrainStudent(train, test, stored, Precision.F32, seed, epochs));
                bf16.Add(TrainStudent(train, test, stored, Precision.Bf16, seed, epochs));
                Console.Error.WriteLine($"seed {seed}: f32 {f32[^1]}, bf16 {bf16[^1]} errors");
            }

            var difference = PairedTTest.Between(bf16, f32);
            return new AccuracyReport(
                epochs, test.Count, teacherErrors, f32, bf16, SeedSummary.Of(f32), SeedSummary.Of(bf16),
                difference.Difference, difference.Difference.Interval(), difference.PValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Classifier TrainTeacher(ExampleView train, int epochs)
    {
        var teacher = Classifier.Build(Setting.Model(Setting.TeacherWidths), seed: 100);
        var options = Options(Precision.Bf16, seed: 100, epochs);
        using var trainer = new Trainer(new TrainingTask(teacher, train, new HardLabels(), options));
        trainer.Run();
        return teacher;
    }

    private static long TrainStudent(ExampleView train, ExampleView test, ITeacher teacher, Precision precision, int seed, int epochs)
    {
        using var student = Classifier.Build(Setting.Model(Setting.StudentWidths), seed);
        var objective = new Distillation(Setting.Temperature, Setting.HardWeight);
        using var trainer = new Trainer(new TrainingTask(student, train, objective, Options(precision, seed, epochs)) { Teacher = teacher });
        trainer.Run();
        return Errors(Predictor.Of(student), test);
    }

    private static TrainingOptions Options(Precision precision, int seed, int epochs) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 256,
        Schedule = new CosineRate { Rate = 1e-3 },
        Precision = precision,
        Seed = seed,
    };

    private static long Errors(Predictor model, ExampleView test) => Evaluator.Evaluate(model, test).Metrics.Errors;
}
