using Distill.Evaluation;

namespace Hinton2015.Specialists;

/// <summary>Ways of answering, compared over the same seeds and test images.</summary>
internal static class SpecialistComparisons
{
    /// <summary>What each seed's answers are worth, case by case.</summary>
    public static IReadOnlyList<CaseScores> Scores(IEnumerable<Predictions> answers) => [.. answers.Select(answer => answer.Evaluate().Scores!)];

    /// <summary>The results with further paired tests, in place of earlier ones of the same two rows.</summary>
    public static SpecialistsResults With(
        SpecialistsResults results, params IReadOnlyList<((string Id, IReadOnlyList<CaseScores> Scores) First, (string Id, IReadOnlyList<CaseScores> Scores) Second)> pairs) => results with
        {
            PairedTests =
        [
            .. (results.PairedTests ?? []).Where(test => pairs.All(pair => (pair.First.Id, pair.Second.Id) != (test.First, test.Second))),
            .. pairs.Select(pair => ModelComparison.Between(pair.First.Scores, pair.Second.Scores).ToPairedTest(pair.First.Id, pair.Second.Id)),
        ],
        };

    /// <summary>How much more of the test images are right than by a control, with seeds and images as random.</summary>
    /// <param name="control">The control's id and scores.</param>
    /// <param name="scores">Of what is measured against it.</param>
    public static GainBeyondControl Beyond((string Id, IReadOnlyList<CaseScores> Scores) control, IReadOnlyList<CaseScores> scores)
    {
        var test = ModelComparison.Between(control.Scores, scores).ToPairedTest(control.Id, "");
        return new GainBeyondControl(control.Id, test.IntervalSeedsAndCases!.Estimate, test.IntervalSeedsAndCases, test.OverSeeds);
    }
}
