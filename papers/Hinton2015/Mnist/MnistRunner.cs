using Distill.Data;
using Distill.Jobs;
using Distill.Jobs.Work;
using Distill.Runs;
using Experiments;

namespace Hinton2015.Mnist;

/// <summary>
/// Runs parts of the experiment in a run directory. mnist.json is written anew after each part and says which are done; a
/// run that was interrupted or killed resumes where it was, within a part by the checkpoints of its trainings.
/// </summary>
internal static class MnistRunner
{
    private const int Digits = 10;
    private const long LimitSeed = 1;
    private const string Teacher = "teacher";

    /// <summary>The names of the parts, in their order.</summary>
    public static IReadOnlyList<string> Parts => Experiment.Parts;

    internal static Experiment<MnistExperiment, MnistWork, MnistResults> Experiment { get; } = new(
        "mnist",
        new ExperimentHelp(
            "Section 3: a net of 800 units a layer that learns what one of 1200 knows, on MNIST.",
            "A thousand images, to see in seconds that everything works; the figures mean nothing.",
            "teacher.training.duration.epochs=100",
            [
                "distill experiment mnist                              all of it, in hours",
                "distill experiment mnist --smoke",
                "distill experiment mnist --part teacher --part students --out runs/mnist",
                "distill experiment mnist --resume runs/mnist --part temperature",
                "distill experiment mnist --part limit --set limit.temperatures=[20,200]",
            ]),
        [
            new(Teacher, [], plan => plan.Teacher, results => results.Teacher is not null, TeacherPart.Run),
            new("students", [Teacher], plan => plan.Students, results => results.Consistent is not null, StudentsPart.Run),
            new(
                "jittered", [], plan => new object[] { plan.Students.Network, plan.Students.Shift, plan.Students.ConsistentTraining, plan.Students.Seeds },
                results => results.HardJittered is not null, JitteredPart.Run),
            new("inherited", [Teacher], plan => plan.Inherited, results => results.Inherited is not null, InheritedPart.Run),
            new("hints", [Teacher], plan => plan.Hints, results => results.Hints is not null, HintsPart.Run),
            new("mixtures", [Teacher], plan => plan.Mixtures, results => results.Mixtures is not null, MixturesPart.Run),
            new("temperature", [Teacher], plan => plan.Temperature, results => results.Temperature is not null, TemperaturePart.Run),
            new("omitted", [Teacher], PlanOfOmitted, results => results.Only78 is not null, OmittedPart.Run),
            new("limit", [Teacher], plan => plan.Limit, results => results.Limit is not null, LimitPart.Run),
            new("ensemble", [], plan => plan.Ensemble, results => results.Ensemble is not null, EnsemblePart.Run),
        ],
        (run, plan, parts, context) => ExperimentRun.On(
            run, plan.Data, (train, test) => Run(plan, parts, run, train, test, context), context),
        MnistReport.Of);

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all. All but the ensemble and the labels of jittered images rest on the teacher, which is trained first.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images.</param>
    /// <param name="context">Told of every training; its token stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static MnistResults Run(
        MnistExperiment experiment,
        IReadOnlyCollection<string>? parts,
        RunDirectory run,
        ExampleView train,
        ExampleView test,
        JobContext context)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        experiment.Validate("the experiment");
        RequireDigits(train);
        var work = new MnistWork(
            experiment, run, TrainingSplit.AtMost(train, experiment.Images, LimitSeed), TrainingSplit.AtMost(test, experiment.Images, LimitSeed), context);
        return Experiment.Run(parts, experiment, run, work, context.Progress, new MnistResults { TestExamples = work.Test.Count, Smoke = experiment.IsSmoke });
    }

    private static void RequireDigits(ExampleView train)
    {
        if (train.ClassNames.Count != Digits)
        {
            throw new DistillException($"The experiment is about the ten digits; {train.Name} has {train.ClassNames.Count} classes. Give MNIST, or a set of ten classes in its place.");
        }
    }

    // Jittered, they learn from the views and stored answers of the students.
    private static object PlanOfOmitted(MnistExperiment plan) =>
        plan.Omitted.Jittered ? new object[] { plan.Omitted, plan.Students.Shift, plan.Students.ConsistentTraining.Precision } : plan.Omitted;
}
