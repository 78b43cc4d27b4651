using System.Diagnostics;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Jobs;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Members;
using Distill.Jobs.Specialists;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Scale;

/// <summary>What the stages of the experiment at scale share: images, which no two stages have in common, and trained models.</summary>
internal sealed class ScaleWork(ScalePlan plan, RunDirectory run, JobContext context)
{
    private const int NormalisationImages = 10_000;
    private const long CountedFirst = 1L << 40;
    private const long TestFirst = 1L << 41;
    private const long SpecialistFirst = 1L << 42;
    private const long ControlFirst = 1L << 43;

    /// <summary>The most memory that this process has had.</summary>
    public static long PeakBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The images that the generalist is trained on.</summary>
    public ExampleView Train { get; } = View(plan, plan.TrainingEach, 0);

    /// <summary>The images that specialists are trained on; others.</summary>
    public ExampleView Further { get; } = View(plan, plan.SpecialistEach, SpecialistFirst);

    /// <summary>The images whose predictions are counted.</summary>
    public ExampleView Counted { get; } = View(plan, plan.CountedEach, CountedFirst);

    /// <summary>The images that measure accuracy.</summary>
    public ExampleView Test { get; } = View(plan, plan.TestEach, TestFirst);

    /// <summary>All images by their use.</summary>
    public IReadOnlyDictionary<string, Fingerprint> Fingerprints =>
        new Dictionary<string, Fingerprint> { ["train"] = Train.Fingerprint, ["further"] = Further.Fingerprint, ["counted"] = Counted.Fingerprint, ["test"] = Test.Fingerprint };

    /// <summary>The planted family of each class.</summary>
    public IReadOnlyList<int> Families { get; } = Planted(plan);

    /// <summary>Who hears of it, and what ends it.</summary>
    public JobContext Context => context;

    /// <summary>A trained model as a teacher, in bf16. The caller disposes it.</summary>
    public static ModelTeacher Open(string path) => new(ModelFile.Load(path), Precision.Bf16);

    /// <summary>Tells how far a stage has come.</summary>
    public void Report(string task, long done, long total, string unit) => context.Progress?.Report(new WorkProgress(task, done, total, unit));

    /// <summary>Trains the generalist, or finds it trained.</summary>
    public (string ModelPath, ModelSpec Spec, double Seconds) Generalist()
    {
        var some = Train.Subset([.. Enumerable.Range(0, Math.Min(NormalisationImages, Train.Count))], "the first images");
        var spec = new ModelSpec(Train.Shape, [.. Train.ClassNames], PixelStatistics.Of(some).ToNormalisation(), plan.Network);
        var (member, _, seconds) = new MemberTraining("generalist", spec, Train, null, new HardLabels(), null, plan.Training)
            .In(run, context.Named("generalist"));
        return (member.ModelPath, spec, seconds);
    }

    /// <summary>Trains the specialists, or finds them trained.</summary>
    public IReadOnlyList<(string ModelPath, double Seconds)> Specialists(string generalist, ClassSets sets)
    {
        var training = SpecialistTraining(generalist, sets);
        return
        [
            .. Enumerable.Range(0, sets.Count).Select(specialist =>
            {
                var (member, _, seconds) = training.Dustbin("specialist", specialist)
                    .In(run, context.Named($"specialist {specialist + 1} of {sets.Count}"));
                return (member.ModelPath, seconds);
            }),
        ];
    }

    /// <summary>Trains the generalist on, for as many steps as all specialists took and on images that no one has seen, or finds it trained.</summary>
    public string TrainedOn(string generalist, ModelSpec spec, ClassSets sets)
    {
        var steps = SpecialistTraining(generalist, sets).Steps;
        var each = (int)(((steps * plan.SpecialistTraining.BatchSize) - 1) / plan.Classes) + 1;
        var training = new MemberTraining(
            "trained-on", spec, View(plan, each, ControlFirst), null, new HardLabels(), null, plan.SpecialistTraining with { Duration = Duration.Steps(steps) })
        {
            Start = MemberTraining.StartAt(generalist),
        };
        return training.In(run, context.Named("the generalist, trained on")).Run.ModelPath;
    }

    private SpecialistTraining SpecialistTraining(string generalist, ClassSets sets) => new(generalist, sets, Further, plan.Passes, plan.SpecialistTraining);

    private static GlyphSource Source(ScalePlan plan, int each, long first) => new(new GlyphOptions
    {
        Classes = plan.Classes,
        FamilySize = plan.FamilySize,
        Size = plan.ImageSize,
        Jitter = plan.Jitter,
        Count = plan.Classes * each,
        First = first,
    });

    private static ExampleView View(ScalePlan plan, int each, long first) => new(Source(plan, each, first));

    private static int[] Planted(ScalePlan plan)
    {
        var source = Source(plan, 1, 0);
        return [.. Enumerable.Range(0, plan.Classes).Select(source.FamilyOf)];
    }
}
