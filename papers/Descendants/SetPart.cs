using Descendants.Plans;
using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
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
    private readonly ExampleView examples;
    private readonly ExampleView views;
    private readonly TrainedModel teacher;
    private readonly StoredTeacher targets;
    private readonly Classifier guide;
    private readonly Normalisation normalisation;

    public SetPart(ObjectivesWork work, SetPlan plan, string name)
    {
        (Work, Plan, this.name) = (work, plan, name);
        var (train, all) = DataSets.Open(OriginalFolder.Of(work.Run).FindData(plan.Data), new DataOptions(), work.Context with { Say = null });
        if (train.Shape.IsFeatures || train.ElementType != ElementType.Pixel)
        {
            throw new DistillException($"The experiment is about images; the examples of {train.Name} are {train.Shape}. Give a set of images.");
        }

        (HeldOut, examples) = new TrainingSplit(plan.Images, plan.HeldOut, SplitSeed).Of(train);
        Test = TrainingSplit.AtMost(all, plan.Images, SplitSeed);
        normalisation = PixelStatistics.Of(examples, work.Context.Progress, work.Context.CancellationToken).ToNormalisation();
        views = ImageViews.Of(examples, plan.Shift, plan.Views, SplitSeed);
        teacher = Trained([($"{plan.Data}: teacher", new MemberTraining($"{name}-teacher", Spec(plan.Teacher), examples, null, new HardLabels(), null, plan.TeacherTraining))])[0];
        using var answering = new ModelTeacher(ModelFile.Load(teacher.Path), plan.TeacherTraining.Precision);
        targets = LabelledOnce.OpenBesideOthers(work.Run, answering, views, work.Context.Named($"{plan.Data}: labelling"), name);
        guide = ModelFile.Load(teacher.Path);
    }

    /// <summary>What the parts share.</summary>
    public ObjectivesWork Work { get; }

    /// <summary>What is trained.</summary>
    public SetPlan Plan { get; }

    /// <summary>Images to learn from, once each.</summary>
    public ExampleView Examples => examples;

    /// <summary>The views of them that students learn from.</summary>
    public ExampleView Views => views;

    /// <summary>The teacher's answers to <see cref="Views"/>.</summary>
    public ITeacher Targets => targets;

    /// <summary>What choices are made on.</summary>
    public ExampleView HeldOut { get; }

    /// <summary>What measures.</summary>
    public ExampleView Test { get; }

    /// <summary>Runs it, or goes on where it was interrupted.</summary>
    /// <param name="work">What the parts share.</param>
    /// <param name="plan">The set.</param>
    /// <param name="name">Tells its files in the run apart.</param>
    /// <param name="student">The student, with a key that tells its files apart.</param>
    /// <param name="before">What was measured of the set's other students; null for nothing.</param>
    public static SetResults Run(ObjectivesWork work, SetPlan plan, string name, (string Name, StudentPlan Plan) student, SetResults? before)
    {
        using var part = new SetPart(work, plan, name);
        return part.Results([.. before?.Students ?? [], new StudentPart(part, student.Name, student.Plan).Results()]);
    }

    /// <summary>Trains what another process that runs it has not begun, and returns when all is trained.</summary>
    /// <param name="work">What the parts share.</param>
    /// <param name="plan">The set.</param>
    /// <param name="name">Tells its files in the run apart.</param>
    /// <param name="student">The student, with a key that tells its files apart.</param>
    public static void Train(ObjectivesWork work, SetPlan plan, string name, (string Name, StudentPlan Plan) student)
    {
        using var part = new SetPart(work, plan, name);
        new StudentPart(part, student.Name, student.Plan).Train();
    }

    public void Dispose()
    {
        targets.Dispose();
        guide.Dispose();
    }

    /// <summary>The model's answers to held-out or test examples.</summary>
    public Predictions Answers(string path, ExampleView view)
    {
        using var model = ModelFile.Load(path);
        return Predictor.Of(model).Predict(view, progress: Work.Context.Named("evaluating").Progress, cancellationToken: Work.Context.CancellationToken);
    }

    /// <summary>A model of the set's images.</summary>
    public ModelSpec Spec(NetworkSpec network) => new(examples.Shape, [.. examples.ClassNames], normalisation, network);

    /// <summary>Trains students on the views of the images, beside other processes.</summary>
    public IReadOnlyList<TrainedModel> Students(IEnumerable<StudentTraining> trainings) => Trained(
    [
        .. trainings.Select(training => (
            $"{Plan.Data}: {training.Label}",
            new MemberTraining($"{name}-{training.Id}", Spec(training.Network), views, null, training.Objective, training.IsTaught ? targets : null, training.Options) { Hints = training.Hints(guide) })),
    ]);

    private IReadOnlyList<TrainedModel> Trained(IReadOnlyList<(string, MemberTraining)> trainings) =>
        [.. SharedTrainings.All(Work.Run, trainings, Work.Context).Select(done => new TrainedModel(done.Run.ModelPath, done.Seconds))];

    private SetResults Results(IReadOnlyList<StudentResults> students) => new(
        Plan.Data, Test.ClassNames.Count, examples.Count, HeldOut.Count, Test.Count, Plan.Views,
        new TeacherResult(Spec(Plan.Teacher).Description, Answers(teacher.Path, Test).Evaluate().Metrics.Errors, teacher.Seconds / 60),
        [.. students.OrderBy(student => student.Name, StringComparer.Ordinal)]);
}
