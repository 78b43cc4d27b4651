using Distill.Runs;

namespace Distill.Teachers.Answers;

/// <summary>Properties of <see cref="AnswersOptions"/> as what mends a mistake.</summary>
internal static class AnswersRemedy
{
    public static Remedy Kind { get; } = new(nameof(AnswersOptions), nameof(AnswersOptions.Kind));

    public static Remedy ClassMap { get; } = new(nameof(AnswersOptions), nameof(AnswersOptions.ClassMap));
}
