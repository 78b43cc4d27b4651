using Descendants.Plans;
using Distill.Jobs;
using Distill.Runs;
using Experiments;
using ObjectivesPart = Experiments.ExperimentPart<Descendants.Plans.ObjectivesExperiment, Descendants.ObjectivesWork, Descendants.ObjectivesResults>;

namespace Descendants;

/// <summary>The table of objectives, as a program runs it.</summary>
internal static class ObjectivesRunner
{
    private static readonly SetOfPlan Fashion = new("fashion", plan => plan.Fashion, results => results.Fashion, (results, set) => results with { Fashion = set });
    private static readonly SetOfPlan Tiny = new("tiny", plan => plan.Tiny, results => results.Tiny, (results, set) => results with { Tiny = set });

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
                "distill experiment objectives --resume runs/objectives --part tiny --part tiny-hints",
                "distill experiment objectives --resume runs/objectives --join",
            ]),
        [
            OfStudent("fashion", Fashion, "conv", set => set.Conv),
            Hints("fashion", Fashion, "conv", set => set.Conv),
            new("bits", ["fashion"], plan => plan.Bits, results => results.Bits is not null, (work, results) => results with { Bits = Bits(work, part => part.Run()) })
            {
                Train = work => Bits(work, part => part.Files()),
            },
            OfStudent("fashion-resnet", Fashion, "resnet", set => set.ResNet),
            Hints("fashion-resnet", Fashion, "resnet", set => set.ResNet),
            OfStudent("tiny", Tiny, "conv", set => set.Conv),
            Hints("tiny", Tiny, "conv", set => set.Conv),
            OfStudent("tiny-resnet", Tiny, "resnet", set => set.ResNet),
            Hints("tiny-resnet", Tiny, "resnet", set => set.ResNet),
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

    private static ObjectivesPart OfStudent(string part, SetOfPlan set, string student, Func<SetPlan, StudentPlan> choose) => Of(
        part, [], set, (student, choose), plan => plan.Objectives.Where(objective => objective.Hints is null).ToList(), _ => true);

    // All objectives, those of the other part among them: it tells their gains beside each other, corrected together.
    private static ObjectivesPart Hints(string part, SetOfPlan set, string student, Func<SetPlan, StudentPlan> choose) => Of(
        $"{part}-hints", [part], set, (student, choose), plan => plan.Objectives, rows => rows.Any(row => row.Chosen is { HintWeight: not null }));

    private static ObjectivesPart Of(
        string part, IReadOnlyList<string> needs, SetOfPlan set, (string Name, Func<SetPlan, StudentPlan> Of) student,
        Func<ObjectivesExperiment, IReadOnlyList<ObjectivePlan>> objectives, Func<IReadOnlyList<ObjectiveResult>, bool> isWhole)
    {
        return new(part, needs, Plan, results => set.Results(results)?.Students.Any(row => row.Name == student.Name && isWhole(row.Objectives)) == true, Run)
        {
            Train = work =>
            {
                using var opened = Open(work);
                Student(work, opened).Train();
            },
        };

        object?[] Plan(ObjectivesExperiment plan) =>
            [set.Plan(plan) with { Conv = student.Of(set.Plan(plan)), ResNet = student.Of(set.Plan(plan)) }, objectives(plan), plan.TrialSeed, plan.TrialShare];

        SetPart Open(ObjectivesWork work) => new(work, set.Plan(work.Experiment), set.Name);

        StudentPart Student(ObjectivesWork work, SetPart opened) => new(opened, student.Name, student.Of(opened.Plan), objectives(work.Experiment));

        ObjectivesResults Run(ObjectivesWork work, ObjectivesResults results)
        {
            using var opened = Open(work);
            var others = set.Results(results)?.Students.Where(row => row.Name != student.Name) ?? [];
            return set.With(results, opened.Results([.. others, Student(work, opened).Results()]));
        }
    }

    private static T Bits<T>(ObjectivesWork work, Func<BitsPart, T> use)
    {
        using var set = new SetPart(work, work.Experiment.Fashion, "fashion");
        return use(new BitsPart(work, set, $"fashion-conv-{ObjectivePlans.Plain}"));
    }

    private sealed record SetOfPlan(
        string Name, Func<ObjectivesExperiment, SetPlan> Plan, Func<ObjectivesResults, SetResults?> Results, Func<ObjectivesResults, SetResults, ObjectivesResults> With);
}
