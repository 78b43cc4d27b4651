using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training.Hints;

namespace Hinton2015.Mnist;

/// <summary>Students whose hidden layers are first guided by the teacher's, on images as they are, from a random start.</summary>
internal static class HintsPart
{
    public const string Hints = "hints";
    private const string Guided = "guided";
    private static readonly (string Student, string Teacher)[] Layers = [("relu1", "relu1"), ("relu2", "relu2")];

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Hints;
        using var targets = work.PlainTargets();
        using var teacher = ModelFile.Load(work.Teacher());
        teacher.eval();
        var guided = plan.Seeds.Select((seed, number) => (seed, Path: Guide(seed, $"hints, student {number + 1} of {plan.Seeds.Count}"))).ToDictionary(pair => pair.seed, pair => pair.Path);
        var population = new PopulationRun(
            Hints, work.Spec(plan.Network), work.Train, targets, plan.Training, [(Hints, new Distillation(plan.Temperature, plan.HardWeight))], plan.Seeds)
        {
            Start = (Fingerprint.Of([.. guided.Values.Select(path => MemberTraining.StartAt(path).From.Value)]), (student, seed) => Load(guided[seed], student)),
        };
        var answers = work.Evaluate(population.In(work.Run, "students after hints", work.Context)[Hints]);
        return MnistPairedTests.With(work, results with
        {
            Hints = new MnistStudents(
                MnistWork.Errors(answers), work.EpochsOver(work.Train, plan.HintTraining) + work.EpochsOver(work.Train, plan.Training), plan.Temperature, plan.HardWeight),
        }, (Hints, answers));

        string Guide(long seed, string label) =>
            new MemberTraining(Guided, work.Spec(plan.Network), work.Train, null, HintMatching.Alone, null, plan.HintTraining with { Seed = seed })
            {
                Hints = new HintMatching(teacher, Layers),
            }.In(work.Run, work.Context.Named(label)).Run.ModelPath;
    }

    private static void Load(string path, Classifier into)
    {
        using var model = ModelFile.Load(path);
        into.CopyFrom(model);
    }
}
