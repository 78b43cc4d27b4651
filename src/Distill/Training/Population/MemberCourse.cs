using Distill.Models;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>One member in training: its losses and scores, its best weights so far, and whether it has stopped.</summary>
internal sealed class MemberCourse(PopulationMember member, TrainingOptions options, TrainingLength length) : IDisposable
{
    private readonly BestStudent best = new();

    public string Name => member.Name;

    public Classifier Student => member.Student;

    public IObjective Objective => member.Objective;

    public TrainingLog Log { get; } = new(length);

    /// <summary>The score at the step that was done last; null when there was none at it.</summary>
    public HeldOutScore? Last { get; set; }

    /// <summary>The best score so far; null when there was none yet.</summary>
    public HeldOutScore? Best => best.Score;

    /// <summary>Why it stopped; null while it goes on.</summary>
    public string? Failure { get; private set; }

    public bool IsRunning => Failure is null;

    public MemberResult Result => new(Name, Last, Best, Failure);

    public MemberProgress Progress => new(Log.LossSum, Log.LossSteps, Last, Best, Failure);

    /// <summary>The best weights so far, by name; none before the first score.</summary>
    public IEnumerable<(string Name, Tensor Value)> BestState => best.State;

    /// <summary>The learning rate after <paramref name="step"/> steps.</summary>
    public double RateAt(long step) => (member.Schedule ?? options.Schedule).At(step, length);

    /// <summary>Stops the member where a number is not finite; the others go on.</summary>
    public void StopUnlessFinite(double found, string what, long step)
    {
        if (!double.IsFinite(found))
        {
            Stop(Divergence.Of(step, length, what, found, Objective, RateAt(step), options.Precision));
        }
    }

    public void Stop(string reason) => (Failure, Last) = (reason, null);

    /// <summary>Takes note of a score, and of the student's weights if it is the best.</summary>
    public void Keep(HeldOutScore score)
    {
        Last = score;
        best.KeepIfBetter(Student, score);
    }

    /// <summary>Gives a model the best weights.</summary>
    /// <returns>Whether there was a score; otherwise the model is as it was.</returns>
    public bool CopyBestTo(Classifier model)
    {
        best.CopyTo(model);
        return best.Score is not null;
    }

    /// <summary>Takes up the numbers of a checkpoint, and makes room for the best weights in it.</summary>
    public void Restore(MemberProgress progress)
    {
        Log.Restore(progress.LossSum, progress.LossSteps);
        (Last, Failure) = (progress.Last, progress.Failure);
        best.MakeRoom(Student, progress.Best);
    }

    public void Dispose() => best.Dispose();
}
