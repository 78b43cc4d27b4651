using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.Comparisons;

/// <summary>A comparison's teacher, live and as stored targets; with specialists, the targets of the generalist alone beside them.</summary>
/// <param name="Files">What the teacher is opened from.</param>
/// <param name="Live">The teacher.</param>
/// <param name="Stored">Its targets for all examples that a student may learn from.</param>
internal sealed record ComparisonTeachers(TeacherFiles Files, ITeacher Live, ITeacher Stored) : IDisposable
{
    /// <summary>The file of its first model: the generalist, where it has specialists.</summary>
    public required string FirstModel { get; init; }

    /// <summary>The targets of the generalist alone; null where no row asks for them.</summary>
    public ITeacher? StoredGeneralist { get; private init; }

    /// <summary>Test errors of the generalist alone; null without specialists.</summary>
    public long? GeneralistErrors { get; private init; }

    /// <summary>Takes the teacher from files or trains it, with its specialists where it has any, and labels the training examples.</summary>
    /// <exception cref="DistillException">A file, the data or the numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static ComparisonTeachers Make(
        Recipe recipe, RunDirectory run, ComparisonData data, ComparisonMembers members,
        JobContext context, WorkPart? part = null)
    {
        var models = new TeacherFiles(Models(recipe.Teacher, data, members), recipe.Teacher.Mean, recipe.Teacher.Options) { Weights = recipe.Teacher.Weights, ByCertainty = recipe.Teacher.WeighByCertainty };
        if (recipe.Teacher.Specialists is not { } plan)
        {
            var teacher = models.Open(data.All, context.Say, recipe.Teacher.WeighByClass ? data.HeldOut : null);
            return new ComparisonTeachers(models, teacher, Stored(teacher, "")) { FirstModel = models.Files[0] };
        }

        var scores = new ComparisonSpecialists(run, recipe.Data, plan, data).From(models.Files[0], context, part);
        var files = new TeacherFiles([run.SpecialistsPath], EnsembleMean.Arithmetic, new());
        var combined = files.Open(data.All);
        return new ComparisonTeachers(files, combined, Stored(combined, "specialists"))
        {
            FirstModel = models.Files[0],
            StoredGeneralist = recipe.Rows.Any(row => row.Generalist) ? Labelled() : null,
            GeneralistErrors = scores.Examples - scores.Generalist.Correct,
        };

        ITeacher Labelled()
        {
            using var generalist = models.Open(data.All, context.Say);
            return Stored(generalist, "generalist");
        }

        // Parts want the same store at once.
        ITeacher Stored(ITeacher teacher, string name) => part is null
            ? LabelledOnce.Open(run, teacher, data.Everything, context, name)
            : LabelledOnce.OpenBesideOthers(run, teacher, data.Everything, context, name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StoredGeneralist?.Dispose();
        Stored.Dispose();
        Live.Dispose();
    }

    // The members' model files, trained where the recipe says so.
    private static IReadOnlyList<string> Models(TeacherRecipe recipe, ComparisonData data, ComparisonMembers members) =>
        recipe.Files.Count > 0
            ? recipe.Files
            : [.. members.TrainAll(Enumerable.Range(1, recipe.Members).Select(number => new MemberPlan(
                "teacher", $"teacher {number} of {recipe.Members}", number, recipe.Network!, data.All, new HardLabels(), null, recipe.Training)))
                .Select(member => member.ModelPath)];
}
