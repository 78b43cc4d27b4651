using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Jobs.Export;

/// <summary>
/// Trains a student as the integers that its file will hold (quantisation-aware distillation), on the soft targets of a teacher, or of the
/// student itself as it was.
/// </summary>
/// <param name="Epochs">How long.</param>
/// <param name="Rate">The learning rate at the start; it falls to 0 along a cosine.</param>
internal sealed record IntegerTraining(double Epochs, double Rate)
{
    private const double Temperature = 2;
    private const int BatchSize = 128;
    private const long Seed = 1;
    private const int CalibrationExamples = 512;

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { !(Epochs > 0 && double.IsFinite(Epochs)), FormattableString.Invariant($"the epochs of integers are {Epochs}; expected more than 0") },
        { !(Rate > 0 && double.IsFinite(Rate)), FormattableString.Invariant($"the rate of integers is {Rate}; expected more than 0") },
    };

    /// <summary>The examples by which the ranges of values are chosen, of those that a student learns from.</summary>
    public static ExampleView Calibration(ExampleView examples) => TrainingSplit.AtMost(examples, CalibrationExamples, Seed);

    /// <summary>What is minimised.</summary>
    public static IObjective Objective => new SoftTargetMatching(Temperature);

    /// <summary>How it is trained.</summary>
    /// <param name="augmentation">How images are varied; null for not at all.</param>
    public TrainingOptions Options(Augmentation? augmentation) => new()
    {
        Duration = Duration.Epochs(Epochs),
        BatchSize = BatchSize,
        Schedule = new CosineRate { Rate = Rate },
        Augmentation = augmentation ?? new(),
        Seed = Seed,
    };

    /// <summary>Where checkpoints of the training for a file lie, until it is done.</summary>
    public static string Checkpoints(string file) => $"{file}.training";

    /// <summary>Trains, or goes on from the checkpoint that is there. The caller disposes the student.</summary>
    /// <param name="model">Float32; it stays as it is.</param>
    /// <param name="options">What the file is to be.</param>
    /// <param name="examples">Training examples without those that were held out, of the model's classes.</param>
    /// <param name="calibration">By which the ranges of values are chosen.</param>
    /// <param name="augmentation">How images are varied; null for not at all.</param>
    /// <param name="given">The teacher, which stays the caller's; null takes the model itself.</param>
    /// <param name="checkpoints">The folder for checkpoints.</param>
    /// <param name="context">Told of examples done; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">The model takes texts, or the checkpoint is of another training.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call goes on.</exception>
    public Classifier Run(
        Classifier model, OnnxExportOptions options, ExampleView examples, ExampleView calibration, Augmentation? augmentation, ITeacher? given, string checkpoints,
        JobContext context)
    {
        var student = OnnxExporter.Quantised(model, options, calibration, context.CancellationToken);
        try
        {
            using var itself = given is null ? new ModelTeacher(model.Copy(Precision.F32)) : null;
            var task = new TrainingTask(student, examples, Objective, Options(augmentation)) { Teacher = given ?? itself, LearnsFromItself = given is null };
            using var trainer = new Trainer(task, checkpoints);
            foreach (var warning in trainer.Warnings)
            {
                context.Say?.Invoke(warning);
            }

            return trainer.Run([], context.Named($"learning as {options.Weights.ToString().ToLowerInvariant()}").Progress, context.CancellationToken).Completed
                ? student
                : throw new OperationCanceledException($"training was interrupted; the same command goes on from {checkpoints}", context.CancellationToken);
        }
        catch
        {
            student.Dispose();
            throw;
        }
    }

    /// <summary>What a file says of how it was made, and of this.</summary>
    public JsonObject AddTo(JsonObject? facts, ExampleView examples, ITeacher? given)
    {
        var all = (JsonObject?)facts?.DeepClone() ?? [];
        all["tuning"] = new JsonObject
        {
            ["epochs"] = Epochs,
            ["rate"] = Rate,
            ["temperature"] = Temperature,
            ["batchSize"] = BatchSize,
            ["examples"] = examples.Fingerprint.Value,
            ["teacher"] = given?.Fingerprint.Value ?? "itself",
        };
        return all;
    }
}
