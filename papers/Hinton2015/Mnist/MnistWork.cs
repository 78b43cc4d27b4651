using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Members;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>What all parts of the experiment share: data, the teacher's model and its stored answers, and where things go.</summary>
internal sealed class MnistWork(
    MnistExperiment experiment, RunDirectory run, ExampleView train, ExampleView test, JobContext context)
{
    private readonly Normalisation normalisation = PixelStatistics.Of(train).ToNormalisation();

    public MnistExperiment Experiment => experiment;

    public RunDirectory Run => run;

    /// <summary>The transfer set of the paper: all training images.</summary>
    public ExampleView Train => train;

    public ExampleView Test => test;

    /// <summary>Who hears of it, and what ends it.</summary>
    public JobContext Context => context;

    /// <summary>A model for these images that centres its pixels: their mean is 0, their deviation 1.</summary>
    public ModelSpec Spec(NetworkSpec network) => new(train.Shape, [.. train.ClassNames], normalisation, network);

    /// <summary>
    /// A model that takes pixels as they come, 0 to 1, for the longest trainings of students, so that a dark pixel moves no weight and the many that
    /// are always dark do not act as one large bias.
    /// </summary>
    public ModelSpec StudentSpec(NetworkSpec network) => Spec(network) with { Normalisation = Normalisation.None };

    /// <summary>Trains a teacher on all training images, or finds it trained.</summary>
    /// <returns>Its model file.</returns>
    public string TrainTeacher(string id, string label, NetworkSpec network, TrainingOptions options)
    {
        var training = new MemberTraining(id, Spec(network), train, null, new HardLabels(), null, options);
        return training.In(run, context.Named(label)).Run.ModelPath;
    }

    /// <summary>The teacher's model file; trains it where that was not done.</summary>
    public string Teacher() => TrainTeacher("teacher", "teacher", experiment.Teacher.Network, experiment.Teacher.Training);

    /// <summary>The teacher, opened. The caller disposes it.</summary>
    public ModelTeacher OpenTeacher(Precision precision = Precision.F32) => new(ModelFile.Load(Teacher()), precision);

    /// <summary>The teacher's logits for the training images as they are, which serve every temperature and every part of them.</summary>
    public StoredTeacher PlainTargets()
    {
        using var teacher = OpenTeacher();
        return Store("plain", train, teacher);
    }

    /// <summary>The teacher's logits for the training images at every shift of the jittered students.</summary>
    /// <param name="shifted">The images as <see cref="Shifted"/> has them.</param>
    public StoredTeacher ShiftedTargets(ExampleView shifted)
    {
        using var teacher = OpenTeacher(experiment.Students.ConsistentTraining.Precision);
        return Store("shifted", shifted, teacher);
    }

    /// <summary>The training images at every shift, as a view over all of them.</summary>
    public ExampleView Shifted(int shift)
    {
        var source = new ShiftedSource(train.Source, shift);
        return InAllViews(source, source.Views, $"{train.Name}, shifted by up to {shift}");
    }

    /// <summary>The training images and mixtures that begin with each, as a view over all of them.</summary>
    public ExampleView Mixed(int mixtures, long seed) => new TransferSource(train.Source, [], mixtures, seed).With(train);

    /// <summary>A teacher's logits, labelled once.</summary>
    public StoredTeacher Store(string name, ExampleView view, ITeacher teacher) =>
        LabelledOnce.Open(run, teacher, view, context.Named($"labelling {name}"), name);

    /// <summary>A model's answers for the test images.</summary>
    public Predictions Predict(string modelPath) => Predict(modelPath, test);

    /// <summary>A model's answers for some images.</summary>
    public Predictions Predict(string modelPath, ExampleView view)
    {
        using var model = ModelFile.Load(modelPath);
        return Predictor.Of(model).Predict(view, cancellationToken: context.CancellationToken);
    }

    /// <summary>How often a training sees each training image; another view of an image is the image again.</summary>
    public double EpochsOver(ExampleView view, TrainingOptions options)
    {
        var steps = options.Duration.ToSteps(((view.Count - 1) / options.BatchSize) + 1);
        return options.Duration.EpochCount is { } epochs
            ? epochs * view.Count / train.Count
            : (double)steps * options.BatchSize / train.Count;
    }

    /// <summary>How some models do on the test images.</summary>
    public IReadOnlyList<ModelEvaluation> Evaluate(IEnumerable<string> modelPaths) => [.. modelPaths.Select(path => Predict(path).Evaluate())];

    /// <summary>Test errors of some models.</summary>
    public IReadOnlyList<long> Errors(IEnumerable<string> modelPaths) => Errors(Evaluate(modelPaths));

    /// <summary>Errors of what was evaluated.</summary>
    public static IReadOnlyList<long> Errors(IEnumerable<ModelEvaluation> evaluations) => [.. evaluations.Select(evaluation => evaluation.Metrics.Errors)];

    /// <summary>Two rows of students on the same images, seed by seed.</summary>
    public static PairedTest Compare(
        string first, IEnumerable<ModelEvaluation> ofFirst, string second, IEnumerable<ModelEvaluation> ofSecond) =>
        ModelComparison.Between([.. ofFirst.Select(evaluation => evaluation.Scores!)], [.. ofSecond.Select(evaluation => evaluation.Scores!)])
            .ToPairedTest(first, second);

    // Of a source whose row v·count + r is the training source's row r in view v.
    private ExampleView InAllViews(IExampleSource source, int views, string name)
    {
        var rows = Enumerable.Range(0, train.Count).Select(position => train.Row(position)).ToArray();
        var positions = Enumerable.Range(0, views).SelectMany(view => rows.Select(row => (int)(((long)view * train.Source.Count) + row)));
        return new ExampleView(source).Subset([.. positions], name);
    }
}
