using Distill.Jobs.Recipes.Teaching;
using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>
/// The teacher of a comparison: model files that exist, or an ensemble that is trained first on all labels; or one model with
/// its specialists.
/// </summary>
public sealed record TeacherRecipe
{
    /// <summary>Model files, of this toolkit or others; where there are any, nothing is trained and of the keys below only <see cref="Options"/>, <see cref="Mean"/>, <see cref="Weights"/>, <see cref="WeighByClass"/>, <see cref="WeighByCertainty"/> and <see cref="Specialists"/> are used.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What files of other toolkits do not say for themselves.</summary>
    public ForeignTeacherOptions Options { get; init; } = new();

    /// <summary>How many members are trained, 1 to 100; they differ by their seeds alone.</summary>
    public int Members { get; init; } = 2;

    /// <summary>The architecture of each member.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>How each member is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How the members' distributions are averaged (paper, section 2).</summary>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Arithmetic;

    /// <summary>How much each model counts in the mean, one number above 0 for each; null counts all alike.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Whether each model counts for each class as it knows it, by the examples that are held out.</summary>
    public bool WeighByClass { get; init; }

    /// <summary>Whether each model counts for each example as it is sure of it, as <see cref="EnsembleTeacher.ByCertainty"/> says.</summary>
    public bool WeighByCertainty { get; init; }

    /// <summary>Specialists that are trained from one member or file, the generalist; their combination with it is then the teacher (paper, section 5).</summary>
    public TeacherSpecialists? Specialists { get; init; }

    /// <summary>A store of vectors, made by <c>distill vectors</c>, that rows may follow; null for none.</summary>
    public string? Vectors { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { "teacher.options.", Options.Problems() },
        { Files.Count == 0 && Options != new ForeignTeacherOptions(), "teacher.options are given and no teacher.files; leave them out, or name the files" },
        TeacherChoice.Repeated(Files, "teacher.files"),
        TeacherChoice.WeightProblems(Models, Weights, WeighByClass, "teacher.weights", "teacher.weighByClass", heldOut: 1),
        TeacherChoice.CertaintyProblems(Models, WeighByCertainty, WeighByClass, "teacher.weighByCertainty", "teacher.weighByClass"),
        {
            Specialists is not null && Models != 1,
            $"teacher has specialists and {Models} models; expected one, the generalist: set teacher.members to 1, or give one file"
        },
        { "teacher.specialists.", Specialists?.Problems() ?? [] },
        Files.Count > 0 ? [] : TrainedProblems(),
    };

    /// <summary>Whether what each of several models says is kept where their answers are stored, which shows how much they agree.</summary>
    internal bool KeepsMembers => Models > 1 && TeacherChoice.KeepsMembers(Mean, WeighByClass, WeighByCertainty) && Specialists is null;

    private int Models => Files.Count > 0 ? Files.Count : Members;

    private ProblemList TrainedProblems() => new()
    {
        { Members is < 1 or > 100, $"teacher.members is {Members}; expected 1 to 100" },
        { Network is null, "teacher has neither files nor a network; give one of them" },
        NetworkSizes.Problems(Network, "teacher.network"),
        { "teacher.training.", Training.Problems() },
    };

    /// <summary>Keys that nothing reads.</summary>
    /// <param name="filesTyped">Whether the files were typed over a recipe that may have said how a teacher is trained.</param>
    internal IEnumerable<IdleKey> IdleKeys(bool filesTyped)
    {
        var initial = new TeacherRecipe();
        if (Files.Count > 0)
        {
            const string why = "teacher.files are taken as they are, and nothing is trained";
            yield return new("teacher.members", !filesTyped && Members != initial.Members, why);
            if (Network is not null)
            {
                yield return new("teacher.network", !filesTyped, why);
            }

            yield return new("teacher.training", !filesTyped && Training != initial.Training, why);
        }
        else
        {
            yield return new("teacher.training.seed", Training.Seed != initial.Training.Seed, "the members have the seeds 1, 2 and so on");
        }

        foreach (var key in Specialists?.IdleKeys("teacher.specialists") ?? [])
        {
            yield return key;
        }
    }
}
