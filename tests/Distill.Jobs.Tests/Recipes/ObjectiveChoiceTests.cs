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

    private string Teacher() => TrainJob.Run(TrainJob.Create(folder.File("teacher"), folder.Path, Small), Small, new()).Model;
}
