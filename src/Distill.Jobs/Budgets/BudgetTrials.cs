using System.Diagnostics;
using Distill.Data;
using Distill.Jobs.Export;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Budgets;

/// <summary>Short trainings within one run, each judged by what its file answers to held-out examples.</summary>
/// <param name="run">The run.</param>
/// <param name="recipe">The whole training.</param>
/// <param name="spec">What a student takes, its classes and normalisation; its network is each trial's.</param>
/// <param name="files">What files take.</param>
/// <param name="data">What students learn from, and are judged on.</param>
/// <param name="teacher">Where soft targets come from, in trainings and for integers; null for none.</param>
internal sealed class BudgetTrials(
    RunDirectory run, TrainRecipe recipe, ModelSpec spec, BudgetFiles files, (ExampleView Examples, ExampleView HeldOut) data, (ITeacher? Training, ITeacher? Integers) teacher)
{
    private readonly ExampleView calibration = IntegerTraining.Calibration(data.Examples);

    /// <summary>What files take.</summary>
    public BudgetFiles Files => files;

    /// <summary>A student before its training, without a network.</summary>
    public ModelSpec Spec => spec;

    /// <summary>Trains for a share of the whole training, or takes up what is there.</summary>
    /// <param name="id">The trial's name in the run.</param>
    /// <param name="network">The student's architecture.</param>
    /// <param name="share">How long.</param>
    /// <param name="start">The model file that it starts from; null for random weights.</param>
    /// <param name="context">Told of the training; its token ends with a checkpoint.</param>
    /// <returns>The model's file within the run, and seconds.</returns>
    public (string Model, double Seconds) Train(string id, NetworkSpec network, double share, string? start, JobContext context)
    {
        var training = new MemberTraining(id, spec with { Network = network }, data.Examples, data.HeldOut, recipe.MakeObjective(), teacher.Training, Shortened(share))
        {
            Start = start is null ? null : MemberTraining.StartAt(start),
        };
        var (member, _, seconds) = training.In(run, context);
        return (Path.GetRelativePath(run.Path, member.ModelPath), seconds);
    }

    /// <summary>Trains from random weights, or takes up what is there, and judges the file.</summary>
    /// <param name="id">The trial's name in the run.</param>
    /// <param name="candidate">The student and its bits.</param>
    /// <param name="share">How long.</param>
    /// <param name="context">Told of the work; its token ends with a checkpoint.</param>
    public TrialResult Try(string id, BudgetCandidate candidate, double share, JobContext context)
    {
        var (model, seconds) = Train(id, candidate.Network, share, start: null, context.Named(Words(candidate)));
        return Judge(candidate, model, share, seconds, context);
    }

    /// <summary>A student in words, for example "conv 8-16, 10 as int8".</summary>
    public string Words(BudgetCandidate candidate) => $"{candidate.Network.Describe(spec.Input, spec.Classes)} as {BudgetText.Of(candidate.Weights)}";

    /// <summary>Judges the file of a trained model.</summary>
    /// <param name="candidate">The student and its bits.</param>
    /// <param name="path">Its model within the run.</param>
    /// <param name="share">How long it was trained; integers learn as much of their epochs.</param>
    /// <param name="seconds">What its training took.</param>
    /// <param name="context">Told of integers that learn; its token ends with a checkpoint.</param>
    public TrialResult Judge(BudgetCandidate candidate, string path, double share, double seconds, JobContext context)
    {
        var watch = Stopwatch.StartNew();
        var file = Path.Combine(run.Path, path);
        using var model = ModelFile.Load(file);
        var options = files.Options(candidate.Weights).For(model);
        var checkpoints = IntegerTraining.Checkpoints(file);
        using var tuned = Integers(candidate.Weights, options, share)?
            .Run(model, options, data.Examples, calibration, recipe.Training.Augmentation, teacher.Integers, checkpoints, context);
        using var session = new StudentSession(OnnxExporter.Export(tuned ?? model, options, calibration, context.CancellationToken), options);
        var right = new LogitTable(session.Logits(data.HeldOut, spec.Classes, context.CancellationToken), spec.Classes).Accuracy(data.HeldOut.Labels())!.Value;
        if (tuned is not null)
        {
            Directory.Delete(checkpoints, recursive: true);
        }

        return new(candidate, share, (long)Math.Round((1 - right) * data.HeldOut.Count), data.HeldOut.Count, seconds + watch.Elapsed.TotalSeconds) { Model = path };
    }

    private IntegerTraining? Integers(WeightFormat weights, OnnxExportOptions options, double share) =>
        weights is WeightFormat.Int8 or WeightFormat.Int4 && !options.Texts && recipe.Budget is { TuningEpochs: > 0 } budget
            ? new IntegerTraining(budget.TuningEpochs * share, budget.TuningRate)
            : null;

    private TrainingOptions Shortened(double share) => recipe.Training with
    {
        Duration = recipe.Training.Duration is { EpochCount: { } epochs }
            ? Duration.Epochs(epochs * share)
            : Duration.Steps(Math.Max(1, (long)Math.Round(recipe.Training.Duration.StepCount!.Value * share))),
    };
}
