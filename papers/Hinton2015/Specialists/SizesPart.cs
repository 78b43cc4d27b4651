using Distill.Evaluation;

namespace Hinton2015.Specialists;

/// <summary>Tries other numbers and sizes of specialists on held-out images, which choices may be made on.</summary>
internal static class SizesPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var seed = work.Experiment.Seeds[0];
        return results with { Sizes = [.. work.Experiment.Sizes.Trials.Select(trial => Try(work, seed, trial))] };
    }

    private static SizeTrial Try(SpecialistsWork work, long seed, SizePlan trial)
    {
        var topClasses = work.Experiment.Specialists.TopClasses;
        var sets = work.Assign(seed, trial.Count, trial.ClassesEach);
        var training = work.SpecialistTraining(seed, sets, trial.Passes);
        var size = trial.ClassesEach is { } each ? $"{each}" : "partition";
        var paths = Enumerable.Range(0, sets.Count).Select(number => work.Trained(
            training.Dustbin($"size-{trial.Count}x{size}x{trial.Passes}", number), $"{trial.Count} × {size}: specialist {number + 1}").Path).ToList();
        var answers = work.Answers(work.HeldOut, work.Generalist(seed).Path, paths, sets);
        var (before, after) = (Top1(answers.Generalist), Top1(answers.Combined(CombinationRule.Nearest, topClasses, sets.Count)));
        var seen = Enumerable.Range(0, sets.Count)
            .Select(number => (double)work.SeenBy(sets[number], trial.Passes) / work.Train.Count).ToList();
        return new SizeTrial(
            trial.Count, trial.Passes, after, (after / before) - 1, seen.Sum(), seen.Max(), answers.MeanActive(topClasses), trial.ClassesEach);
    }

    private static double Top1(Predictions answers) => 1 - answers.Evaluate().Metrics.ErrorRate;
}
