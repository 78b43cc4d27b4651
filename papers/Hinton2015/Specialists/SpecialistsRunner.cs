using Distill.Data;
using Distill.Jobs;
using Distill.Jobs.Work;
using Distill.Runs;
using Experiments;
using Hinton2015.Scale;

namespace Hinton2015.Specialists;

/// <summary>
/// Runs parts of the experiment in a run directory. specialists.json is written anew after each part and says which are done;
/// a run that was interrupted or killed resumes where it was, within a part by the checkpoints of its trainings.
/// </summary>
internal static class SpecialistsRunner
{
    private const long SplitSeed = 1;
    private const string Generalist = "generalist", Specialists = "specialists", Families = "families", Scale = "scale";

    /// <summary>The names of the parts, in their order.</summary>
    public static IReadOnlyList<string> Parts => Experiment.Parts;

    internal static Experiment<SpecialistsExperiment, SpecialistsWork, SpecialistsResults> Experiment { get; } = new(
        "specialists",
        new ExperimentHelp(
            "Section 5: a generalist, specialists on the classes that it confuses, and one net that learns from all, on Tiny ImageNet.",
            "Made-up glyphs, to see in seconds that everything works; the figures mean nothing.",
            "specialists.count=20",
            [
                "distill experiment specialists                        all of it, in hours",
                "distill experiment specialists --smoke",
                "distill experiment specialists --part specialists --out runs/specialists",
                "distill experiment specialists --resume runs/specialists --part distilled",
                "distill experiment specialists --set seeds=[1] --set specialists.count=20",
            ]),
        [
            new(Generalist, [], plan => plan.Generalist, results => results.Generalist is not null, GeneralistPart.Run),
            new(Specialists, [Generalist], plan => plan.Specialists, results => results.Combined is not null, SpecialistsPart.Run),
            new("distilled", [Specialists], plan => plan.DistilledBack, results => results.DistilledBack is not null, DistilledBackPart.Run),
            new("controls", [Specialists], plan => plan.Controls, results => results.Controls is not null, ControlsPart.Run),
            new("variants", [Specialists], plan => plan.Variants, results => results.Variants is not null, VariantsPart.Run),
            new(
                "sizes", [Generalist], plan => new object[] { plan.Sizes, plan.Specialists.TopClasses, plan.Specialists.Training },
                results => results.Sizes is not null, SizesPart.Run),
            new(
                Families, [], plan => plan.Families, results => results.Families is not null,
                (work, results) => results with { Families = ScalePart.Run(work.Experiment.Families, work.Run, Families, work.Context) }),
            new(
                Scale, [], plan => plan.Scale, results => results.Scale is not null,
                (work, results) => results with { Scale = ScalePart.Run(work.Experiment.Scale, work.Run, Scale, work.Context) }),
        ],
        (run, plan, parts, context) => ExperimentRun.On(
            run, plan.Data, (train, test) => Run(plan, parts, run, train, test, context), context),
        SpecialistsReport.Of);

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all. Those that they need run first.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="train">The training images, of which some are held out.</param>
    /// <param name="test">The test images.</param>
    /// <param name="context">Told of every training; its token stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static SpecialistsResults Run(
        SpecialistsExperiment experiment,
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
        if (train.Shape.IsFeatures || train.ElementType != ElementType.Pixel)
        {
            throw new DistillException($"The experiment is about images; the examples of {train.Name} are {train.Shape}. Give a set of images.");
        }

        var (heldOut, examples) = new TrainingSplit(experiment.Images, experiment.HeldOut, SplitSeed).Of(train);
        test = TrainingSplit.AtMost(test, experiment.Images, SplitSeed);
        var work = new SpecialistsWork(experiment, run, examples, heldOut, test, context);
        return Experiment.Run(parts, experiment, run, work, context.Progress, new SpecialistsResults
        {
            Smoke = experiment.IsSmoke,
            Data = experiment.Data,
            Classes = train.ClassNames.Count,
            TrainingExamples = examples.Count,
            HeldOutExamples = heldOut.Count,
            TestExamples = test.Count,
        });
    }
}
