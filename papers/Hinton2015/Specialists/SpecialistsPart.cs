using Distill.Evaluation;
using Hinton2015.Scale;

namespace Hinton2015.Specialists;

/// <summary>Assigns classes, trains the specialists, and measures them together with their generalists: the paper's Tables 3 and 4.</summary>
internal static class SpecialistsPart
{
    public const string Generalist = "generalist", Combined = "combined";

    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var plan = work.Experiment.Specialists;
        var seeds = work.Experiment.Seeds.Select(seed =>
        {
            var sets = work.Sets(seed);
            var specialists = work.Specialists(seed, sets);
            var generalist = work.Generalist(seed);
            var answers = work.Answers(work.Test, generalist.Path, specialists.Select(specialist => specialist.Path), sets);
            return (Seed: seed, generalist.Seconds, Answers: answers, Together: answers.Combined(CombinationRule.Nearest, plan.TopClasses, sets.Count),
                Specialists: specialists.Select(specialist => specialist.Seconds).ToList());
        }).ToList();
        var alone = new SpecialistScores([.. seeds.Select(seed => SpecialistMeasures.Of(seed.Seed, seed.Answers.Generalist, seed.Answers.Sets))]);
        var together = new SpecialistScores([.. seeds.Select(seed => SpecialistMeasures.Of(seed.Seed, seed.Together, seed.Answers.Sets))]);
        List<CaseScores> before = [.. seeds.Select(seed => seed.Answers.Generalist.Evaluate().Scores!)], after = [.. seeds.Select(seed => seed.Together.Evaluate().Scores!)];
        return SpecialistComparisons.With(results, [((Generalist, before), (Combined, after))]) with
        {
            Generalist = alone with { HeldOutByEpoch = results.Generalist!.HeldOutByEpoch },
            Combined = together,
            RelativeGain = SpecialistMeasures.RelativeGain(alone, together),
            ByCover = SpecialistMeasures.ByCover([.. seeds.Select((seed, index) => (before[index], after[index], seed.Answers.Sets))]),
            BySpecialists = [.. Counts(plan.Count).Select(count => CountGain(count))],
            Minutes = new SpecialistMinutes(
                seeds.Average(seed => seed.Seconds) / 60,
                seeds.Average(seed => seed.Specialists.Average()) / 60,
                seeds.Average(seed => seed.Specialists.Max()) / 60,
                seeds.Average(seed => seed.Specialists.Sum()) / 60),
        };

        CountGain CountGain(int count)
        {
            var some = new SpecialistScores([.. seeds.Select(seed => SpecialistMeasures.Of(
                seed.Seed, seed.Answers.Combined(CombinationRule.Nearest, plan.TopClasses, count), seed.Answers.Sets))]);
            return new CountGain(count, some.Top1, SpecialistMeasures.RelativeGain(alone, some));
        }
    }

    // 1, 2, 4, … and all.
    private static IEnumerable<int> Counts(int all)
    {
        for (var count = 1; count < all; count *= 2)
        {
            yield return count;
        }

        yield return all;
    }
}
