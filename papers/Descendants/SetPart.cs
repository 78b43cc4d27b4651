using Descendants.Plans;
using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Jobs;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Experiments;

namespace Descendants;

/// <summary>One data set: its teacher, whose answers are stored for some views of each image, and its students by every objective.</summary>
internal sealed class SetPart : IDisposable
{
    private const long SplitSeed = 1;

    private readonly string name;
    private readonly TrainedModel teacher;
    private readonly StoredTeacher targets;
    private readonly Classifier guide;
    private readonly Normalisation normalisation;

    /// <summary>Opens the data, and trains the teacher and labels by it where nobody has.</summary>
    /// <param name="work">What the parts share.</param>
    /// <param name="plan">The set.</param>
    /// <param name="name">Tells its files in the run apart.</param>
    public SetPart(ObjectivesWork work, SetPlan plan, string name)
    {
        (Work, Plan, this.name) = (work, plan, name);
        var (train, all) = DataSets.Open(OriginalFolder.Of(work.Run).FindData(plan.Data), new DataOptions(), work.Context with { Say = null });
        if (train.Shape.IsFeatures || train.ElementType != ElementType.Pixel)
        {
            throw new DistillException($"The experiment is about images; the examples of {train.Name} are {train.Shape}. Give a set of images.");
        }

        (HeldOut, Examples) = new TrainingSplit(plan.Images, plan.HeldOut, SplitSeed).Of(train);
        Test = TrainingSplit.AtMost(all, plan.Images, SplitSeed);
        normalisation = PixelStatistics.Of(Examples, work.Context.Progress, work.Context.CancellationToken).ToNormalisation();
        Views = ImageViews.Of(Examples, plan.Shift, plan.Views, SplitSeed);
        teacher = Trained([($"{plan.Data}: teacher", new MemberTraining($"{name}-teacher", Spec(plan.Teacher), Examples, null, new HardLabels(), null, plan.TeacherTraining), false)])[0];
        guide = ModelFile.Load(teacher.Path);
        using var answering = new ModelTeacher(ModelFile.Load(teacher.Path), plan.TeacherTraining.Precision);
        targets = LabelledOnce.OpenBesideOthers(work.Run, answering, Views, work.Context.Named($"{plan.Data}: labelling"), name);
    }

    /// <summary>What the parts share.</summary>
    public ObjectivesWork Work { get; }

    /// <summary>What is trained.</summary>
    public SetPlan Plan { get; }

    /// <summary>Images to learn from, once each.</summary>
    public ExampleView Examples { get; }

    /// <summary>The views of them that students learn from.</summary>
    public ExampleView Views { get; }

    /// <summary>The teacher's answers to <see cref="Views"/>.</summary>
    public ITeacher Targets => targets;

    /// <summary>What choices are made on.</summary>
    public ExampleView HeldOut { get; }

    /// <summary>What measures.</summary>
    public ExampleView Test { get; }

    public void Dispose()
    {
        targets.Dispose();
        guide.Dispose();
    }

    /// <summary>The model's answers to held-out or test examples.</summary>
    public Predictions Answers(string path, ExampleView view)
    {
        using var model = ModelFile.Load(path);
        return Answers(model, view);
    }

    /// <summary>A model of the set's images.</summary>
    public ModelSpec Spec(NetworkSpec network) => new(Examples.Shape, [.. Examples.ClassNames], normalisation, network);

    /// <summary>Trains students on the views of the images, beside other processes.</summary>
    public IReadOnlyList<TrainedModel> Students(IEnumerable<StudentTraining> trainings) => Trained(
    [
        .. trainings.Select(training => (
            $"{Plan.Data}: {training.Label}",
            new MemberTraining($"{name}-{training.Id}", Spec(training.Network), Views, null, training.Objective, training.IsTaught ? targets : null, training.Options) { Hints = training.Hints(guide) },
            training.IsTrial)),
    ]);

    /// <summary>The set with some of its students.</summary>
    public SetResults Results(IEnumerable<StudentResults> students) => new(
        Plan.Data, Test.ClassNames.Count, Examples.Count, HeldOut.Count, Test.Count, Plan.Views,
        new TeacherResult(Spec(Plan.Teacher).Description, Answers(teacher.Path, Test).Evaluate().Metrics.Errors, teacher.Seconds / 60),
        [.. students.OrderBy(student => student.Name, StringComparer.Ordinal)]);

    private IReadOnlyList<TrainedModel> Trained(IReadOnlyList<(string Label, MemberTraining Training, bool IsTrial)> trainings) => SharedWork.All(
        [
            .. trainings.Select(entry => (
                Work.Run.MemberClaimPath(entry.Training.Id, entry.Training.Options.Seed), (Func<JobContext, TrainedModel>)(own =>
                {
                    var (run, _, seconds) = entry.Training.In(Work.Run, own.Named(entry.Label));
                    return new TrainedModel(run.ModelPath, seconds, entry.IsTrial ? HeldOutErrors(entry.Training.Id, run.ModelPath) : 0);
                }))),
        ],
        "trainings",
        Work.Context);

    // Measured once, so that all processes choose by the same counts.
    private long HeldOutErrors(string id, string path)
    {
        var file = Work.Run.MeasurePath(id);
        using var model = ModelFile.Load(path);
        var identity = Fingerprint.Of(model.Fingerprint().Value, HeldOut.Fingerprint.Value).Value;
        if (File.Exists(file) && RunJson.Read<TrialMeasure>(file) is var known && known.Of == identity)
        {
            return known.HeldOutErrors;
        }

        var errors = Answers(model, HeldOut).Evaluate().Metrics.Errors;
        OutputPath.MakeFolder(Path.GetDirectoryName(file)!);
        RunJson.Write(file, new TrialMeasure(identity, errors));
        return errors;
    }

    private Predictions Answers(Classifier model, ExampleView view) =>
        Predictor.Of(model).Predict(view, progress: Work.Context.Named("evaluating").Progress, cancellationToken: Work.Context.CancellationToken);

    private sealed record TrialMeasure(string Of, long HeldOutErrors);
}
