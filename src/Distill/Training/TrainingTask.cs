using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Distill.Training.Hints;

namespace Distill.Training;

/// <summary>What is to be trained on what. It owns nothing: the caller disposes student and teacher.</summary>
/// <param name="Student">The model, in float32, with its starting weights; training changes them in place.</param>
/// <param name="Examples">The examples that it learns from; the transfer set, when it learns from a teacher.</param>
/// <param name="Objective">What it minimises.</param>
/// <param name="Options">How.</param>
public sealed record TrainingTask(Classifier Student, ExampleView Examples, IObjective Objective, TrainingOptions Options)
{
    /// <summary>Where soft targets come from; null when the objective wants none.</summary>
    public ITeacher? Teacher { get; init; }

    /// <summary>
    /// The decay of a teacher that is the running mean of the student's own weights over its steps, more than 0 and less than 1, for example 0.999; null
    /// for none. It answers each batch as the student sees it, and takes the place of <see cref="Teacher"/> (mean teacher; Tarvainen and Valpola 2017).
    /// </summary>
    public double? MeanTeacher { get; init; }

    /// <summary>
    /// Students that are trained beside this one on the same batches, float32, with starting weights of their own: each learns the objective with
    /// the mean of what all others answer as its soft targets, in place of <see cref="Teacher"/> (deep mutual learning; Zhang et al. 2018). They may be
    /// of other architectures. Only <see cref="Student"/> is measured. They stay the caller's. Empty for none.
    /// </summary>
    public IReadOnlyList<Classifier> Peers { get; init; } = [];

    /// <summary>Hidden layers of the student that follow those of a teacher, beside the objective; null for none.</summary>
    public HintMatching? Hints { get; init; }

    /// <summary>Vectors of a teacher that the student follows, beside the objective; null for none.</summary>
    public VectorMatching? Vectors { get; init; }

    /// <summary>Labelled examples that measure the student in between and choose the best; null for none.</summary>
    public ExampleView? HeldOut { get; init; }

    /// <summary>
    /// Labelled examples that measure the student in between and choose nothing, for curves, by a short name each, for example
    /// "test". Their records are of kind <see cref="Distill.Runs.Metrics.MetricsKind.Watched"/>, with values "test.errors",
    /// "test.accuracy" and "test.nll"; they change no step.
    /// </summary>
    public IReadOnlyDictionary<string, ExampleView> Watched { get; init; } = new Dictionary<string, ExampleView>();

    /// <summary>
    /// The processes that train the student together, each on its share of every batch; null for this one alone. As many ranks give
    /// the same bits again; another number gives the same training but for rounding. Each rank is given the same task. Rank 0 alone
    /// writes checkpoints and measures <see cref="HeldOut"/> and <see cref="Watched"/>.
    /// </summary>
    public ICollective? Ranks { get; init; }

    /// <summary>Whether the teacher is the student as it was, so that nobody need be told that their answers agree.</summary>
    internal bool LearnsFromItself { get; init; }

    /// <summary>How long the training is.</summary>
    internal Schedules.TrainingLength Length
    {
        get
        {
            var stepsPerEpoch = (Examples.Count + Options.BatchSize - 1) / Options.BatchSize;
            return new(Options.Duration.ToSteps(stepsPerEpoch), stepsPerEpoch);
        }
    }

    /// <summary>Checks that all parts are in range and belong together, before any tensor is made.</summary>
    /// <exception cref="DistillException">Names everything that is wrong.</exception>
    public void Validate()
    {
        if (TaskCheck.Problems(this) is { Count: > 0 } problems)
        {
            throw new DistillException($"Training cannot start: {string.Join("; ", problems)}.");
        }
    }
}
