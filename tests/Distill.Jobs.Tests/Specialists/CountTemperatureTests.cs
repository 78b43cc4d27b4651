using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs.Recipes;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Specialists;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;

namespace Distill.Jobs.Tests.Specialists;

/// <summary>At which temperature a generalist that knows its examples by heart is counted, where nobody says it.</summary>
public sealed class CountTemperatureTests : IDisposable
{
    private const int Classes = 48;
    private const int FamilySize = 12;
    private const int Families = Classes / FamilySize;

    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Planted_families_show_at_the_temperature_that_is_chosen(int seed)
    {
        var (train, families) = Glyphs(seed, each: 40, first: 0);
        using var teacher = Generalist(train, seed);
        var options = new AssignmentOptions { Specialists = Families, Seed = seed };
        var heldOut = Glyphs(seed, each: 10, first: 1L << 40).View;
        SpecialistAssignment Assign(double? temperature) =>
            Assigned($"{seed}-{temperature}", train, heldOut, teacher, options, temperature, new KnownGroups(families));

        var chosen = Assign(null);
        var paper = Assign(1);
        Assert.Equal(TemperatureSearch.Best(chosen.TemperatureChoice!.Tried), chosen.CountTemperature);
        Assert.Null(paper.TemperatureChoice);
        Assert.InRange(chosen.GroupAgreement!.Value, 0.7, 1);
        Assert.InRange(paper.GroupAgreement!.Value, -1, 0.5);
        Assert.Empty(said);

        // Saying what is chosen gives the same sets.
        Assert.Equal(chosen.ClusterOf, Assign(chosen.CountTemperature).ClusterOf);
    }

    [Fact]
    public void Without_held_out_examples_it_is_1_and_the_user_is_told()
    {
        var assignment = Small("none", SmallSpecialists.Examples, Nothing());
        Assert.Equal(1, assignment.CountTemperature);
        Assert.Null(assignment.TemperatureChoice);
        Assert.Contains("counted at temperature 1, because no other could be chosen: no examples are held out", Assert.Single(said), StringComparison.Ordinal);
        Small("given", SmallSpecialists.Examples, Nothing(), temperature: 1);
        Assert.Equal(Text("none"), Text("given"));

        said.Clear();
        Assert.Equal(1, Small("few", SmallSpecialists.Examples, SmallSpecialists.HeldOut.Subset([0, 1, 2], "few")).CountTemperature);
        Assert.Contains("only 3 for 16 classes", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_stored_or_was_counted_by_parts_is_counted_at_1_without_a_choice()
    {
        var examples = SmallSpecialists.Examples;
        using var teacher = Generalist(examples, 1, epochs: 4);
        Labeller.Label(folder.File("targets"), examples, teacher, new TargetStoreOptions { TopK = 5, Temperatures = [1] });
        using var stored = StoredTeacher.Open(folder.File("targets"), examples);
        var ofStore = Assigned("stored", examples, SmallSpecialists.HeldOut, stored, SmallSpecialists.Plan.Assignment);
        Assert.Equal((1.0, null), (ofStore.CountTemperature, ofStore.TemperatureChoice));

        new CovarianceParts(folder.File("counts")).Count(teacher, examples, 1, WorkPart.Whole, null, TestContext.Current.CancellationToken);
        var ofCounts = Assigned("counted", examples, SmallSpecialists.HeldOut, teacher, SmallSpecialists.Plan.Assignment, counts: folder.File("counts"));
        Assert.Equal((1.0, null), (ofCounts.CountTemperature, ofCounts.TemperatureChoice));
        Assert.Empty(said);
    }

    [Fact]
    public void A_run_without_a_temperature_is_resumed_as_it_was_asked_for()
    {
        var file = folder.File("generalist.safetensors");
        using (var model = Student(SmallSpecialists.Examples, 1, width: 24, epochs: 2))
        {
            ModelFile.Save(file, model);
        }

        var recipe = new SpecialistsRecipe { Data = "glyphs", Limit = 1_000, HeldOut = 0.2, Teacher = file, Specialists = SmallSpecialists.Plan };
        var path = folder.File("run");
        AssignJob.Run(AssignJob.ResumeOrCreate(path, recipe).Run, recipe, new() { Say = said.Add, CancellationToken = TestContext.Current.CancellationToken });
        var assignment = SpecialistAssignment.Read(RunDirectory.Open(path).AssignmentPath);
        Assert.Equal(200, assignment.TemperatureChoice!.Examples);
        Assert.True(AssignJob.ResumeOrCreate(path, recipe).IsDone);
        Assert.Equal(assignment.CountTemperature, SpecialistsRun.Open(path).Assignment.CountTemperature);

        var other = recipe with { Specialists = recipe.Specialists with { CountTemperature = 3 } };
        var mistake = Assert.Throws<DistillException>(() => AssignJob.ResumeOrCreate(path, other)).Message;
        Assert.Contains("specialists.countTemperature is nothing there, and 3", mistake, StringComparison.Ordinal);
    }

    private static ExampleView Nothing() => SmallSpecialists.HeldOut.Subset([], "nothing");

    private static (ExampleView View, int[] Families) Glyphs(int seed, int each, long first)
    {
        var source = new GlyphSource(new GlyphOptions
        {
            Classes = Classes,
            FamilySize = FamilySize,
            Size = 16,
            Jitter = 0.7f,
            Count = Classes * each,
            First = first,
            Seed = seed,
        });
        return (new ExampleView(source.InMemory()), [.. Enumerable.Range(0, Classes).Select(source.FamilyOf)]);
    }

    private static ModelTeacher Generalist(ExampleView train, int seed, int epochs = 60) => new(Student(train, seed, 256, epochs));

    private static Classifier Student(ExampleView train, int seed, int width, int epochs)
    {
        var student = Classifier.Build(
            new ModelSpec(train.Shape, [.. train.ClassNames], new Normalisation([0.3], [0.3]), new MlpSpec { Widths = [width] }), seed);
        var options = new TrainingOptions
        {
            Duration = Duration.Epochs(epochs),
            BatchSize = 64,
            Optimizer = new AdamOptions(),
            Schedule = new CosineRate { Rate = 0.003 },
            Seed = seed,
        };
        using var trainer = new Trainer(new TrainingTask(student, train, new Distill.Objectives.HardLabels(), options));
        trainer.Run(cancellationToken: TestContext.Current.CancellationToken);
        return student;
    }

    private SpecialistAssignment Small(string name, ExampleView examples, ExampleView heldOut, double? temperature = null)
    {
        using var teacher = Generalist(examples, 1, epochs: 2);
        return Assigned(name, examples, heldOut, teacher, SmallSpecialists.Plan.Assignment, temperature);
    }

    private SpecialistAssignment Assigned(
        string name, ExampleView examples, ExampleView heldOut, ITeacher predictor, AssignmentOptions options, double? temperature = null, KnownGroups? groups = null, string? counts = null)
    {
        var run = SpecialistsRun.Create(folder.File(name), "", new SpecialistsRecipe { Data = "glyphs", Specialists = SmallSpecialists.Plan });
        return new Assigning(run, options, examples, examples, heldOut) { Temperature = temperature, Groups = groups, Counts = counts }
            .By(predictor, "generalist", null, new() { Say = said.Add, CancellationToken = TestContext.Current.CancellationToken });
    }

    private string Text(string name) => File.ReadAllText(RunDirectory.Open(folder.File(name)).AssignmentPath);
}
