using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Members;
using Distill.Jobs.Specialists;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;

namespace Hinton2015.Specialists;

/// <summary>What all parts of the experiment share: data, generalists, their specialists, and where things go.</summary>
internal sealed class SpecialistsWork(
    SpecialistsExperiment experiment,
    RunDirectory run,
    ExampleView train,
    ExampleView heldOut,
    ExampleView test,
    JobContext context)
{
    private readonly Dictionary<(long Seed, double Temperature), ConfusionCovariance> covariances = [];
    private readonly Dictionary<long, FinishedGeneralist> generalists = [];
    private readonly Lazy<(double Weight, ExampleView Test)> smoothed = new(() =>
    {
        var weight = TestSharpness.Weight(test, heldOut);
        return (weight, TestSharpness.Smoothed(test, weight));
    });

    public SpecialistsExperiment Experiment => experiment;

    public RunDirectory Run => run;

    public ExampleView Train => train;

    public ExampleView HeldOut => heldOut;

    /// <summary>The test images, as sharp as those that nets learn from.</summary>
    public ExampleView Test => smoothed.Value.Test;

    /// <summary>By how much they were smoothed; 0 for not at all.</summary>
    public double TestWeight => smoothed.Value.Weight;

    /// <summary>The test images as their files have them.</summary>
    public ExampleView TestAsItIs => test;

    /// <summary>Who hears of it, and what ends it.</summary>
    public JobContext Context => context;

    /// <summary>The generalist's net, and that of every student and control.</summary>
    public ModelSpec Spec { get; } = new(
        train.Shape, [.. train.ClassNames], PixelStatistics.Of(train).ToNormalisation(), experiment.Generalist.Network);

    /// <summary>Trains, resumes, or finds trained.</summary>
    /// <returns>The model file and the seconds that it took.</returns>
    public (string Path, double Seconds) Trained(MemberTraining training, string label)
    {
        var (member, _, seconds) = training.In(run, context.Named(label));
        return (member.ModelPath, seconds);
    }

    /// <summary>The generalist of a seed.</summary>
    public FinishedGeneralist Generalist(long seed)
    {
        if (!generalists.TryGetValue(seed, out var generalist))
        {
            generalist = FinishedGeneralist.Of(this, seed);
            generalists.Add(seed, generalist);
        }

        return generalist;
    }

    /// <summary>The classes of a seed's specialists.</summary>
    public ClassSets Assign(long seed, int count, int? classesEach, double countTemperature) =>
        ClassAssignment.Of(Covariance(seed, countTemperature), new AssignmentOptions { Specialists = count, ClassesEach = classesEach }).Sets;

    /// <summary>The classes of a seed's specialists by the plan.</summary>
    public ClassSets Sets(long seed) =>
        Assign(seed, experiment.Specialists.Count, experiment.Specialists.ClassesEach, experiment.Specialists.CountTemperature);

    /// <summary>How a seed's specialists are trained. The seeds of two generalists' specialists do not meet.</summary>
    public SpecialistTraining SpecialistTraining(long seed, ClassSets sets, int passes) => new(
        Generalist(seed).Path, sets, train, passes, experiment.Specialists.Training with { Seed = 1000 * seed });

    /// <summary>The specialists of a seed by the plan.</summary>
    public IReadOnlyList<(string Path, double Seconds)> Specialists(long seed, ClassSets sets)
    {
        var training = SpecialistTraining(seed, sets, experiment.Specialists.Passes);
        return
        [
            .. Enumerable.Range(0, sets.Count).Select(number => Trained(
                training.Dustbin("specialist", number), $"specialist {number + 1} of {sets.Count} of generalist {seed}")),
        ];
    }

    /// <summary>What a generalist and specialists with a dustbin answer.</summary>
    public SpecialistAnswers Answers(ExampleView view, string generalist, IEnumerable<string> specialists, ClassSets sets) => new(
        sets, Predict(generalist, view), [.. specialists.Select((path, number) => Predict(path, SpecialistSource.View(view, sets, number)))]);

    /// <summary>The answers of a seed's generalist and specialists for the test examples.</summary>
    public SpecialistAnswers TestAnswers(long seed)
    {
        var sets = Sets(seed);
        return Answers(Test, Generalist(seed).Path, Specialists(seed, sets).Select(specialist => specialist.Path), sets);
    }

    /// <summary>The same combined, by the plan.</summary>
    public Predictions TestCombined(long seed)
    {
        var answers = TestAnswers(seed);
        return answers.Combined(CombinationRule.Nearest, experiment.Specialists.TopClasses, answers.Sets.Count);
    }

    /// <summary>A model's answers.</summary>
    public Predictions Predict(string path, ExampleView view)
    {
        using var model = ModelFile.Load(path);
        return Predictor.Of(model).Predict(view, progress: context.Named("evaluating").Progress, cancellationToken: context.CancellationToken);
    }

    /// <summary>A generalist and its specialists as one teacher, which the caller disposes.</summary>
    public SpecialistEnsemble Combined(long seed, Precision precision)
    {
        var sets = Sets(seed);
        return new SpecialistEnsemble(
            Open(Generalist(seed).Path, precision),
            [.. Specialists(seed, sets).Select(specialist => Open(specialist.Path, precision))],
            sets,
            experiment.Specialists.TopClasses);
    }

    /// <summary>A model as a teacher, which the caller disposes.</summary>
    public static ModelTeacher Open(string path, Precision precision) => new(ModelFile.Load(path), precision);

    // The training images, since held-out ones would be too few to say what is confused; their labels are not looked at.
    private ConfusionCovariance Covariance(long seed, double temperature)
    {
        if (!covariances.TryGetValue((seed, temperature), out var covariance))
        {
            using var generalist = Open(Generalist(seed).Path, Precision.F32);
            covariance = CovarianceCounter.Count(
                generalist, train, temperature, progress: context.Named($"what generalist {seed} confuses").Progress, cancellationToken: context.CancellationToken);
            covariances.Add((seed, temperature), covariance);
        }

        return covariance;
    }
}
