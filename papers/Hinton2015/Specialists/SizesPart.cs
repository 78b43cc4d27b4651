using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Training.Schedules;

namespace Hinton2015.Specialists;

/// <summary>Tries specialists of other numbers, sizes, rates and kinds on held-out images, which choices may be made on.</summary>
internal static class SizesPart
{
    public static SpecialistsResults Run(SpecialistsWork work, SpecialistsResults results)
    {
        var seed = work.Experiment.Seeds[0];
        return results with { Sizes = [.. work.Experiment.Sizes.Trials.Select((trial, index) => Try(work, seed, trial, index + 1))] };
    }

    private static SizeTrial Try(SpecialistsWork work, long seed, SizePlan trial, int number)
    {
        var topClasses = work.Experiment.Specialists.TopClasses;
        var sets = work.Assign(seed, trial.Count, trial.ClassesEach, trial.CountTemperature);
        var training = work.SpecialistTraining(seed, sets, trial.Passes);
        training = training with { Options = training.Options with { Schedule = new CosineRate { Rate = trial.Rate } } };
        var generalist = work.Generalist(seed).Path;
        var (alone, together) = trial.FullSoftmax ? FullSoftmax() : Dustbin();
        var (before, after) = (Top1(alone), Top1(together));
        var seen = training.Seen().Select(examples => (double)examples / work.Train.Count).ToList();
        return new SizeTrial(trial.Count, trial.Passes, after, (after / before) - 1, seen.Sum(), seen.Max(), Active(), trial.ClassesEach)
        {
            Rate = trial.Rate,
            CountTemperature = trial.CountTemperature,
            FullSoftmax = trial.FullSoftmax,
        };

        (Predictions Alone, Predictions Together) Dustbin()
        {
            var answers = work.Answers(work.HeldOut, generalist, Paths(specialist => training.Dustbin($"trial-{number}", specialist)), sets);
            return (answers.Generalist, answers.Combined(CombinationRule.Nearest, topClasses, sets.Count));
        }

        (Predictions Alone, Predictions Together) FullSoftmax()
        {
            using var teacher = SpecialistsWork.Open(generalist, training.Options.Precision);
            var paths = Paths(specialist => training.FullSoftmax($"trial-{number}", specialist, work.Experiment.Sizes.Temperature, teacher));
            var answers = new SpecialistAnswers(sets, work.Predict(generalist, work.HeldOut), [.. paths.Select(path => work.Predict(path, work.HeldOut))]);
            return (answers.Generalist, answers.FullSoftmaxMean(topClasses));
        }

        List<string> Paths(Func<int, MemberTraining> of) =>
            [.. Enumerable.Range(0, sets.Count).Select(specialist => work.Trained(of(specialist), $"trial {number}: specialist {specialist + 1} of {sets.Count}").Path)];

        double Active() => new SpecialistAnswers(sets, alone, []).MeanActive(topClasses);
    }

    private static double Top1(Predictions answers) => 1 - answers.Evaluate().Metrics.ErrorRate;
}
