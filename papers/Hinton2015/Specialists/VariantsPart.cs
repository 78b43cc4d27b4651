using Distill.Evaluation;

namespace Hinton2015.Specialists;

/// <summary>Other ways to combine the same specialists, and specialists with a full softmax (section 6.1 of the paper).</summary>
internal static class VariantsPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var (plan, specialists) = (work.Experiment.Variants, work.Experiment.Specialists);
        var answers = work.Experiment.Seeds.Select(seed => (Seed: seed, Answers: work.TestAnswers(seed))).ToList();
        var variants = new List<SpecialistVariant>
        {
            Combined("average", "the mean of the generalist and the active specialists, dustbins shared out as the generalist would", CombinationRule.Average, specialists.TopClasses),
            Combined("replace", "the active specialists in the generalist's place, dustbins shared out as the generalist would", CombinationRule.Replace, specialists.TopClasses),
        };
        foreach (var top in plan.TopClasses)
        {
            variants.Add(Combined($"top{top}", $"the specialists of the {top} most probable classes, the nearest distribution", CombinationRule.Nearest, top));
        }

        if (plan.FullSoftmaxSeeds.Count > 0)
        {
            variants.Add(Variant(
                "fullSoftmax", "specialists with a full softmax, labels for their classes and the generalist's soft targets for others; the mean of all",
                [.. plan.FullSoftmaxSeeds.Select(seed => (seed, FullSoftmax(work, seed)))]));
        }

        return results with { Variants = variants };

        SpecialistVariant Combined(string id, string description, CombinationRule rule, int topClasses) => Variant(
            id, description, [.. answers.Select(entry => (entry.Seed, entry.Answers.Combined(rule, topClasses, entry.Answers.Sets.Count)))]);

        SpecialistVariant Variant(string id, string description, IReadOnlyList<(long Seed, Predictions Answers)> of)
        {
            var scores = new SpecialistScores([.. of.Select(entry => SpecialistMeasures.Of(entry.Seed, entry.Answers, work.Sets(entry.Seed)))]);
            return new SpecialistVariant(id, description, scores, SpecialistMeasures.RelativeGain(results.Generalist!, scores));
        }
    }

    private static Predictions FullSoftmax(SpecialistsWork work, long seed)
    {
        var sets = work.Sets(seed);
        var training = work.SpecialistTraining(seed, sets, work.Experiment.Specialists.Passes);
        using var generalist = SpecialistsWork.Open(work.Generalist(seed).Path, work.Experiment.Specialists.Training.Precision);
        var answers = Enumerable.Range(0, sets.Count).Select(number => work.Predict(
            work.Trained(
                training.FullSoftmax("full-softmax", number, work.Experiment.Variants.Temperature, generalist),
                $"specialist {number + 1} of {sets.Count} of generalist {seed}, full softmax").Path,
            work.Test));
        return new SpecialistAnswers(sets, work.Predict(work.Generalist(seed).Path, work.Test), [.. answers])
            .FullSoftmaxMean(work.Experiment.Specialists.TopClasses);
    }
}
