using Descendants.Plans;
using Distill.Jobs;
using Distill.Runs;
using Experiments;

namespace Descendants;

/// <summary>The table of objectives, as a program runs it.</summary>
internal static class ObjectivesRunner
{
    /// <summary>The experiment.</summary>
    public static Experiment<ObjectivesExperiment, ObjectivesWork, ObjectivesResults> Experiment { get; } = new(
        "objectives",
        new ExperimentHelp(
            "What came after the paper: later objectives and hints against plain soft targets, on Fashion-MNIST and Tiny ImageNet.",
            "Made-up glyphs, to see in seconds that everything works; the figures mean nothing.",
            "tiny.conv.training.batchSize=64",
            [
                "distill experiment objectives                         all of it, in many hours",
                "distill experiment objectives --smoke",
                "distill experiment objectives --part fashion --out runs/objectives",
                "distill experiment objectives --resume runs/objectives --part tiny --part tiny-resnet",
                "distill experiment objectives --resume runs/objectives --join",
            ]),
        [
            Fashion("fashion", "conv", set => set.Conv),
            new("bits", ["fashion"], plan => plan.Bits, results => results.Bits is not null, (work, results) => results with { Bits = Bits(work, part => part.Run()) })
            {
                Train = work => Bits(work, part => part.Files()),
            },
            Fashion("fashion-resnet", "resnet", set => set.ResNet),
            Tiny("tiny", "conv", set => set.Conv),
            Tiny("tiny-resnet", "resnet", set => set.ResNet),
        ],
        (run, plan, parts, context) => ExperimentRun.On(run, () => plan, _ => new Dictionary<string, Fingerprint>(), _ => Run(plan, parts, run, context)),
        ObjectivesReport.Of)
    {
        Joining = (run, plan, context) => new ObjectivesWork(plan, run, context),
    };

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Their names; null for all.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="context">Told of every training; its token stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static ObjectivesResults Run(ObjectivesExperiment experiment, IReadOnlyCollection<string>? parts, RunDirectory run, JobContext context)
    {
        experiment.Validate("the experiment");
        return Experiment.Run(parts, experiment, run, new ObjectivesWork(experiment, run, context), context.Progress, new ObjectivesResults { Smoke = experiment.IsSmoke });
    }

    private static ExperimentPart<ObjectivesExperiment, ObjectivesWork, ObjectivesResults> Fashion(string part, string student, Func<SetPlan, StudentPlan> choose) => new(
        part, [], plan => Of(plan, plan.Fashion, choose), results => Has(results.Fashion, student),
        (work, results) => results with { Fashion = SetPart.Run(work, work.Experiment.Fashion, "fashion", (student, choose(work.Experiment.Fashion)), results.Fashion) })
    {
        Train = work => SetPart.Train(work, work.Experiment.Fashion, "fashion", (student, choose(work.Experiment.Fashion))),
    };

    private static ExperimentPart<ObjectivesExperiment, ObjectivesWork, ObjectivesResults> Tiny(string part, string student, Func<SetPlan, StudentPlan> choose) => new(
        part, [], plan => Of(plan, plan.Tiny, choose), results => Has(results.Tiny, student),
        (work, results) => results with { Tiny = SetPart.Run(work, work.Experiment.Tiny, "tiny", (student, choose(work.Experiment.Tiny)), results.Tiny) })
    {
        Train = work => SetPart.Train(work, work.Experiment.Tiny, "tiny", (student, choose(work.Experiment.Tiny))),
    };

    private static T Bits<T>(ObjectivesWork work, Func<BitsPart, T> use)
    {
        using var set = new SetPart(work, work.Experiment.Fashion, "fashion");
        return use(new BitsPart(work, set, $"fashion-conv-{ObjectivePlans.Plain}"));
    }

    private static bool Has(SetResults? set, string student) => set is not null && set.Students.Any(row => row.Name == student);

    private static object[] Of(ObjectivesExperiment plan, SetPlan set, Func<SetPlan, StudentPlan> student) =>
        [set with { Conv = student(set), ResNet = student(set) }, plan.Objectives, plan.TrialSeed, plan.TrialShare];
}
