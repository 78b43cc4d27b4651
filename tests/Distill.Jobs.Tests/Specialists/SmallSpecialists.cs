using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Recipes;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Specialists;
using Distill.Models;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Specialists;

/// <summary>Specialists of seconds on glyphs, of a generalist that was hardly trained.</summary>
internal static class SmallSpecialists
{
    public static ExampleView Examples { get; } = Glyphs(first: 0, count: 400);

    public static ExampleView Test { get; } = Glyphs(first: 1000, count: 300);

    public static ExampleView HeldOut { get; } = Glyphs(first: 2000, count: 200);

    public static TeacherSpecialists Plan { get; } = new()
    {
        Count = 3,
        ClassesEach = 5,
        Passes = 1,
        Seed = 7,
        Training = new TrainingOptions { BatchSize = 32 },
    };

    /// <summary>A folder with assigned classes, none of which is trained.</summary>
    public static SpecialistsRun Assigned(string path, TeacherSpecialists? plan = null, long generalist = 1)
    {
        plan ??= Plan;
        var file = path + ".generalist.safetensors";
        using (var model = Generalist(generalist))
        {
            ModelFile.Save(file, model);
        }

        var run = AssignJob.Create(path, "", new SpecialistsRecipe { Data = "glyphs", Teacher = file, Specialists = plan });
        using var teacher = new ModelTeacher(ModelFile.Load(file));
        new Assigning(run, plan.Assignment, Examples, Test, HeldOut).By(teacher, "other", file, new() { CancellationToken = TestContext.Current.CancellationToken });
        return SpecialistsRun.Open(path);
    }

    /// <summary>The same with all specialists trained.</summary>
    public static SpecialistsRun Trained(string path, TeacherSpecialists? plan = null)
    {
        var run = Assigned(path, plan);
        new SpecialistWorker(run, Examples).Run(null, new() { CancellationToken = TestContext.Current.CancellationToken });
        return run;
    }

    private static Classifier Generalist(long seed)
    {
        var student = Classifier.Build(
            new ModelSpec(Examples.Shape, [.. Examples.ClassNames], new Normalisation([0.3], [0.3]), new MlpSpec { Widths = [24] }), seed);
        var options = new TrainingOptions { Duration = Duration.Epochs(4), BatchSize = 32 };
        using var trainer = new Trainer(new TrainingTask(student, Examples, new Distill.Objectives.HardLabels(), options));
        trainer.Run(cancellationToken: TestContext.Current.CancellationToken);
        return student;
    }

    private static ExampleView Glyphs(long first, int count) => new(new GlyphSource(new GlyphOptions { Count = count, First = first }).InMemory());
}
