using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Recipes.Teaching;

/// <summary>What recipes that name a teacher by files or by stored targets have in common.</summary>
internal static class TeacherChoice
{
    /// <summary>What does not fit together, one sentence each.</summary>
    /// <param name="teacher">The teacher's files.</param>
    /// <param name="targets">A store of soft targets; null for none.</param>
    /// <param name="options">How models of other toolkits see examples.</param>
    /// <param name="guide">A further model that sees them so; null for none.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<string> teacher, string? targets, ForeignTeacherOptions options, string? guide = null) => new ProblemList
    {
        { teacher.Count > 0 && targets is not null, "both teacher files and stored targets are given; leave one of them out" },
        { teacher.Count == 0 && guide is null && options != new ForeignTeacherOptions(), "teacherOptions are given and no teacher files; leave them out, or name the teacher" },
        Repeated(teacher, "teacher"),
        { "teacherOptions.", options.Problems() },
    };

    /// <summary>What does not fit of how files are weighed, one sentence each.</summary>
    /// <param name="files">How many there are.</param>
    /// <param name="weights">One for each; null for none.</param>
    /// <param name="byClass">Whether each counts for each class as it knows it.</param>
    /// <param name="key">What weights are called.</param>
    /// <param name="classKey">What weighing by class is called.</param>
    /// <param name="heldOut">The share of the labelled examples that decides it.</param>
    public static IEnumerable<string> WeightProblems(int files, IReadOnlyList<double>? weights, bool byClass, string key, string classKey, double heldOut) => new ProblemList
    {
        { weights is not null && weights.Count != files, $"{key} has {weights?.Count} numbers; expected one for each of {files} files" },
        { weights?.Any(weight => !(weight > 0 && double.IsFinite(weight))) == true, $"{key} holds a number that is not above 0; leave that file out" },
        { weights is not null && byClass, $"{key} and {classKey} both say what files count; leave one of them out" },
        { byClass && files < 2, $"{classKey} weighs several files, and there {(files == 1 ? "is one" : "are none")}" },
        { byClass && heldOut == 0, $"{classKey} is decided by held-out examples, and none are held out" },
    };

    /// <summary>Whether a store of several teachers' answers keeps each: a geometric mean by weights alone has logits of its own, which it keeps instead.</summary>
    public static bool KeepsMembers(EnsembleMean mean, bool byClass, bool byCertainty) => mean == EnsembleMean.Arithmetic || byClass || byCertainty;

    /// <summary>What does not fit of files that count for each example as they are sure of it, one sentence each.</summary>
    /// <param name="files">How many there are.</param>
    /// <param name="byCertainty">Whether they count so.</param>
    /// <param name="byClass">Whether each counts for each class as it knows it.</param>
    /// <param name="key">What counting by certainty is called.</param>
    /// <param name="classKey">What weighing by class is called.</param>
    public static IEnumerable<string> CertaintyProblems(int files, bool byCertainty, bool byClass, string key, string classKey) => !byCertainty ? [] : new ProblemList
    {
        { files < 2, $"{key} weighs several files, and there {(files == 1 ? "is one" : "are none")}" },
        { byClass, $"{key} and {classKey} both say what files count; leave one of them out" },
    };

    /// <summary>A model file that is named twice: its answers would count twice in the mean.</summary>
    /// <param name="files">The teacher's files.</param>
    /// <param name="key">What to call them.</param>
    public static IEnumerable<string> Repeated(IReadOnlyList<string> files, string key) => files
        .Where(file => file is { Length: > 0 } && !file.Contains('\0', StringComparison.Ordinal))
        .GroupBy(ModelPath.Full, StringComparer.Ordinal)
        .Where(same => same.Count() > 1)
        .Select(same => $"{key} names {same.First()} {same.Count()} times; expected different models");

    /// <summary>How several files are averaged, where there are none.</summary>
    public static IdleKey IdleMean(EnsembleMean mean) =>
        new("mean", mean != EnsembleMean.Arithmetic, "it averages teacher files, and there are none");
}
