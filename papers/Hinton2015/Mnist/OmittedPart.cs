using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>
/// Students on transfer sets that lack digits, and their biases: matched to how often a digit is among the training images,
/// whose labels are not looked at one by one, and tuned on the test set, as the paper did.
/// </summary>
internal static class OmittedPart
{
    private const int Three = 3;

    private static readonly int[] SevenAndEight = [7, 8];

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Omitted;
        var images = plan.Jittered ? work.Shifted(work.Experiment.Students.Shift) : work.Train;
        using var targets = plan.Jittered ? work.ShiftedTargets(images) : work.PlainTargets();
        var without3 = Students(work, images, targets, "omit3", label => label != Three, plan.Omit3Training).Select(path => Biased(work, path, [Three])).ToList();
        var only78 = Students(work, images, targets, "only78", label => SevenAndEight.Contains((int)label), plan.Only78Training)
            .Select(path => Biased(work, path, SevenAndEight)).ToList();
        return results with
        {
            Omit3 = new MnistOmit3(
                without3.Average(student => student.Plain.Sum()),
                without3.Average(student => student.Plain[Three]),
                On3(without3.Select(student => student.Prior)),
                On3(without3.Select(student => student.Tuned)),
                work.Test.ClassCounts()[Three],
                without3.Count),
            Only78 = new MnistOnly78(
                only78.Average(student => student.Plain.Sum()) / work.Test.Count,
                On78(only78.Select(student => student.Prior), work.Test.Count),
                On78(only78.Select(student => student.Tuned), work.Test.Count),
                only78.Count),
        };
    }

    private static IReadOnlyList<string> Students(
        MnistWork work, ExampleView images, ITeacher targets, string id, Func<long, bool> isKept, TrainingOptions training)
    {
        var plan = work.Experiment.Omitted;
        var labels = images.Labels();
        var transferSet = images.Subset([.. Enumerable.Range(0, labels.Length).Where(position => isKept(labels[position]))], $"{images.Name}, {id}");
        var population = new PopulationRun(
            id, work.Spec(plan.Network), transferSet, targets, training, [(id, new Distillation(plan.Temperature, hardWeight: 0))], plan.Seeds);
        return population.In(work.Run, $"students, {id}", work.Context)[id];
    }

    private static BiasedStudent Biased(MnistWork work, string path, int[] classes)
    {
        var counts = work.Train.ClassCounts();
        var share = classes.Sum(number => (double)counts[number]) / work.Train.Count;
        var prior = new ClassBias(work.Predict(path, work.Train), classes).MatchingShare(share);
        var test = new ClassBias(work.Predict(path), classes);
        var tuned = test.WithFewestErrors();
        return new BiasedStudent(test.Errors(0), (prior, test.Errors(prior)), (tuned, test.Errors(tuned)));
    }

    private static MnistBiasOn3 On3(IEnumerable<(double Shift, IReadOnlyList<long> Errors)> students)
    {
        var all = students.ToList();
        return new MnistBiasOn3(
            all.Average(student => student.Shift), all.Average(student => student.Errors.Sum()), all.Average(student => student.Errors[Three]));
    }

    private static MnistBiasOn78 On78(IEnumerable<(double Shift, IReadOnlyList<long> Errors)> students, int cases)
    {
        var all = students.ToList();
        return new MnistBiasOn78(all.Average(student => student.Shift), all.Average(student => student.Errors.Sum()) / cases);
    }

    // Test errors by true class, with the biases as they are, matched to the training prior, and tuned on the test set.
    private sealed record BiasedStudent(
        IReadOnlyList<long> Plain, (double Shift, IReadOnlyList<long> Errors) Prior, (double Shift, IReadOnlyList<long> Errors) Tuned);
}
