namespace Hinton2015.Specialists;

/// <summary>Other ways to combine the same specialists.</summary>
internal static class VariantsPart
{
    private static readonly IReadOnlyList<(CombinationRule Rule, string Id, string Description)> Rules =
    [
        (CombinationRule.Nearest, "nearest", "the nearest distribution to the generalist and the specialists"),
        (CombinationRule.Average, "average", "the mean of the generalist and the specialists, dustbins shared out as the generalist would"),
        (CombinationRule.Replace, "replace", "the specialists in the generalist’s place, dustbins shared out as the generalist would"),
    ];

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var own = work.Experiment.Specialists.TopClasses;
        var answers = work.Experiment.Seeds.Select(seed => (Seed: seed, Answers: work.TestAnswers(seed))).ToList();
        return results with
        {
            Variants =
            [
                .. from rule in Rules
                   from top in work.Experiment.Variants.TopClasses
                   where (rule.Rule, top) != (CombinationRule.Nearest, own)
                   select Variant(rule, top),
            ],
        };

        SpecialistVariant Variant((CombinationRule Rule, string Id, string Description) rule, int top)
        {
            var scores = new SpecialistScores(
            [
                .. answers.Select(entry => SpecialistMeasures.Of(entry.Seed, entry.Answers.Combined(rule.Rule, top, entry.Answers.Sets.Count), entry.Answers.Sets)),
            ]);
            return new SpecialistVariant($"{rule.Id}{top}", $"{rule.Description}, n = {top}", scores, SpecialistMeasures.RelativeGain(results.Generalist!, scores));
        }
    }
}
