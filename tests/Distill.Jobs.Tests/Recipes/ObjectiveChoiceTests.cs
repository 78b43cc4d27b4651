using System.Text.Json.Nodes;
using Distill.Jobs.Datasets;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Recipes;

public sealed class ObjectiveChoiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<ObjectiveKind> Kinds => [.. Enum.GetValues<ObjectiveKind>()];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ARecipeIsTrainedWithItsObjective(ObjectiveKind kind)
    {
        var temperature = kind.HasTemperature() ? 3 : new TrainRecipe { Data = "" }.Temperature;
        var hardWeight = kind.HasHardWeight() ? 0.25 : new TrainRecipe { Data = "" }.HardWeight;
        var recipe = Small with { Teacher = [Teacher()], Objective = kind, Temperature = temperature, HardWeight = hardWeight };

        var trained = TrainJob.Run(TrainJob.Create(folder.File("student"), folder.Path, recipe), recipe, new());

        Assert.True(double.IsFinite(trained.Training.Last!.Nll));
        Assert.Equal(kind.ReadsLabels(hardWeight, null), recipe.MakeObjective().NeedsLabels);
        Assert.Equal(kind.HasHardWeight(), recipe.MakeObjective().Description.Contains("labels at weight 0.25", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CaseWeight.Confidence, "confidence")]
    [InlineData(CaseWeight.Certainty, "certainty")]
    [InlineData(CaseWeight.Label, "probability of the label")]
    public void TheSoftPartOfAnExampleCountsByWhatItsTeacherAnswers(CaseWeight cases, string words)
    {
        var teacher = Teacher();
        var recipe = Small with { Teacher = [teacher], Temperature = 3, HardWeight = 0.25, CaseWeight = cases };
        var trained = TrainJob.Run(TrainJob.Create(folder.File("student"), folder.Path, recipe), recipe, new());

        var soft = cases switch
        {
            CaseWeight.Confidence => LaterObjectives.ByConfidence(new SoftTargetMatching(3)),
            CaseWeight.Certainty => LaterObjectives.ByCertainty(new SoftTargetMatching(3)),
            _ => LaterObjectives.ByLabel(new SoftTargetMatching(3)),
        };
        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(recipe.Data, new(), new()).Train);
        using var model = ModelFile.Load(trained.Model);
        using var student = Classifier.Build(model.Spec!, recipe.Training.Seed);
        using var live = new ModelTeacher(ModelFile.Load(teacher));
        using var trainer = new Trainer(new TrainingTask(student, examples, LaterObjectives.Sum((0.75, soft), (0.25, new HardLabels())), recipe.Training) { Teacher = live, HeldOut = heldOut });
        trainer.Run();

        Assert.Equal(student.Fingerprint(), model.Fingerprint());
        Assert.Contains($"cases weighed by the teacher's {words}", recipe.MakeObjective().Description, StringComparison.Ordinal);
        Assert.Equal(cases == CaseWeight.Label, (recipe with { HardWeight = 0 }).MakeObjective().NeedsLabels);
    }

    [Fact]
    public void CasesCountByTheAgreementOfTheTeachersWhetherTheyAreAskedOrStored()
    {
        string[] teachers = [Teacher(), Teacher(seed: 2)];
        var recipe = Small with { Teacher = teachers, Temperature = 3, HardWeight = 0.25, CaseWeight = CaseWeight.Agreement, Limit = null };
        var store = folder.File("members");
        LabelJob.Run("glyphs", new(), new TeacherFiles(teachers, EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions(), new());

        var asked = Trained("asked", recipe);
        var stored = Trained("stored", recipe with { Teacher = [], Targets = store });

        var soft = LaterObjectives.ByAgreement(new SoftTargetMatching(3));
        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(recipe.Data, new(), new()).Train);
        using var model = ModelFile.Load(asked.Model);
        using var student = Classifier.Build(model.Spec!, recipe.Training.Seed);
        using var live = new EnsembleTeacher([.. teachers.Select(teacher => new ModelTeacher(ModelFile.Load(teacher)))]);
        using var trainer = new Trainer(new TrainingTask(student, examples, LaterObjectives.Sum((0.75, soft), (0.25, new HardLabels())), recipe.Training) { Teacher = live, HeldOut = heldOut });
        trainer.Run();
        Assert.Equal(student.Fingerprint(), model.Fingerprint());
        Assert.Equal(asked.Training.Last!.Nll, stored.Training.Last!.Nll, 0.01);
        Assert.Contains("cases weighed by the teacher's agreement", recipe.MakeObjective().Description, StringComparison.Ordinal);
    }

    [Fact]
    public void AgreementOfOneIsRefusedBeforeTheRunIsMade()
    {
        string[] teachers = [Teacher(), Teacher(seed: 2)];
        var recipe = Small with { CaseWeight = CaseWeight.Agreement };
        var store = folder.File("mean");
        LabelJob.Run("glyphs", new(), new TeacherFiles(teachers, EnsembleMean.Geometric, new()), store, new TargetStoreOptions(), new());

        var refused = Assert.Throws<DistillException>(() => TrainJob.Create(folder.File("run"), folder.Path, recipe with { Targets = store, Limit = null }));
        Assert.Contains("keeps one answer of geometric mean of", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")));

        foreach (var alone in (TrainRecipe[])[recipe with { Teacher = [teachers[0]] }, recipe with { MeanTeacher = 0.9 }, recipe with { Generations = 2 }, recipe with { Peers = 1 }])
        {
            Assert.Contains(
                "caseWeight is agreement, which is of several teachers, and ", Assert.Throws<DistillException>(() => Read(alone)).Message, StringComparison.Ordinal);
        }

        Read(recipe with { Teacher = teachers });
        Read(recipe with { Peers = 2 });
    }

    [Fact]
    public void ATopKStoreIsRefusedBeforeTheRunIsMadeWhereAllClassesAreCompared()
    {
        var store = folder.File("targets");
        LabelJob.Run("glyphs", new(), new TeacherFiles([Teacher()], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions { TopK = 3, Temperatures = [4] }, new());
        foreach (var kind in Enum.GetValues<ObjectiveKind>())
        {
            var (recipe, run) = (Small with { Targets = store, Objective = kind, Limit = null }, folder.File($"{kind}"));
            Assert.ThrowsAny<DistillException>(() => TrainJob.Create(run, folder.Path, recipe with { CaseWeight = CaseWeight.Label }));

            var refused = Record.Exception(() => TrainJob.Create(run, folder.Path, recipe));

            Assert.Equal(kind is ObjectiveKind.Distillation or ObjectiveKind.JensenShannon, refused is null);
            Assert.Equal(refused is null, Directory.Exists(run));
            if (refused is not null)
            {
                Assert.IsType<DistillException>(refused);
                Assert.Contains("keeps the 3 most probable classes of each example, and the objective compares all 16", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static TrainRecipe Small { get; } = new()
    {
        Data = "glyphs",
        Limit = 60,
        Network = new MlpSpec { Widths = [8] },
        Training = new TrainingOptions { Duration = Duration.Epochs(1), BatchSize = 16 },
    };

    private static TrainRecipe Read(TrainRecipe recipe) => TrainRecipe.Read(JsonNode.Parse(StrictJson.Write(recipe))!, "recipe");

    private TrainOutcome Trained(string name, TrainRecipe recipe) => TrainJob.Run(TrainJob.Create(folder.File(name), folder.Path, recipe), recipe, new());

    private string Teacher(long seed = 1) => Trained($"teacher {seed}", Small with { Training = Small.Training with { Seed = seed } }).Model;
}
