using Distill.Objectives;
using Distill.Runs;

namespace Distill.Jobs.Recipes.Teaching;

/// <summary>What a training's recipe says of how much an example counts.</summary>
internal static class CaseWeightChoice
{
    /// <summary>The values that there are, for a message.</summary>
    public const string Expected = "expected confidence, certainty, label or agreement";

    private const string OfSeveral = "caseWeight is agreement, which is of several teachers";

    /// <summary>What does not fit, one sentence each.</summary>
    public static IEnumerable<string> Problems(TrainRecipe recipe) => recipe.CaseWeight is not { } cases ? [] : new ProblemList
    {
        { !Enum.IsDefined(cases), $"caseWeight is {cases}; {Expected}" },
        {
            recipe.ScheduledHardWeight.Ends.Contains(1),
            $"caseWeight weighs the soft part, and hardWeight is {recipe.ScheduledHardWeight}, which leaves it nothing at 1; leave one of them out"
        },
        cases == CaseWeight.Agreement ? OfAgreement(recipe) : [],
    };

    // What a store keeps shows where it is opened.
    private static ProblemList OfAgreement(TrainRecipe recipe) => new()
    {
        { recipe.Teacher.Count == 1, $"{OfSeveral}, and there is one; name two or more, or choose another caseWeight" },
        { recipe.MeanTeacher is not null, $"{OfSeveral}, and the mean of the student is one; choose another caseWeight" },
        { recipe.Generations > 1, $"{OfSeveral}, and each later generation has one; choose another caseWeight" },
        { recipe.Peers == 1, $"{OfSeveral}, and each of two students has one; set peers to 2 or more, or choose another caseWeight" },
        {
            recipe.Budget is not null && recipe.Training.Augmentation.IsIdentity
                && !TeacherChoice.KeepsMembers(recipe.Mean, recipe.WeighTeachersByClass, recipe.WeighTeachersByCertainty),
            "caseWeight is agreement, and a budget stores the teachers' answers once, where a geometric mean keeps one answer; average arithmetically, or choose another caseWeight"
        },
    };
}
