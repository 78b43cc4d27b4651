using Distill.Teachers.Foreign;

namespace Distill.Experiments.Recipes;

/// <summary>What recipes that name a teacher by files or by stored targets have in common.</summary>
internal static class TeacherChoice
{
    /// <summary>What does not fit together, one sentence each.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> teacher, string? targets, ForeignTeacherOptions options)
    {
        if (teacher.Count > 0 && targets is not null)
        {
            yield return "both teacher files and stored targets are given; leave one of them out";
        }

        if (teacher.Count == 0 && options != new ForeignTeacherOptions())
        {
            yield return "teacherOptions are given and no teacher files; leave them out, or name the teacher";
        }

        foreach (var problem in options.Problems())
        {
            yield return $"teacherOptions.{problem}";
        }
    }
}
