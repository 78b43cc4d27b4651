using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
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
        Assert.Equal(kind.ReadsLabels(hardWeight), recipe.MakeObjective().NeedsLabels);
        Assert.Equal(kind.HasHardWeight(), recipe.MakeObjective().Description.Contains("labels at weight 0.25", StringComparison.Ordinal));
    }

    [Fact]
    public void ATopKStoreIsRefusedBeforeTheRunIsMadeWhereAllClassesAreCompared()
    {
        var store = folder.File("targets");
        LabelJob.Run("glyphs", new(), new TeacherFiles([Teacher()], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions { TopK = 3, Temperatures = [4] }, new());
        foreach (var kind in Enum.GetValues<ObjectiveKind>())
        {
            var (recipe, run) = (Small with { Targets = store, Objective = kind, Limit = null }, folder.File($"{kind}"));

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
