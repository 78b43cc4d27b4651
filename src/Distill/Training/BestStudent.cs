using Distill.Models;
using static TorchSharp.torch;

namespace Distill.Training;

/// <summary>A copy of the student as it was at its best held-out score.</summary>
internal sealed class BestStudent : IDisposable
{
    private (string Name, Tensor Value)[] state = [];

    /// <summary>The score of the copy; null when there is none yet.</summary>
    public HeldOutScore? Score { get; private set; }

    /// <summary>The copy's numbers by name; none when there is none yet.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State => state;

    /// <summary>Keeps the student as it is now, if its score is better than that of the copy.</summary>
    public void KeepIfBetter(Classifier student, HeldOutScore score)
    {
        if (!score.IsBetterThan(Score))
        {
            return;
        }

        MakeRoom(student, score);
        using var quiet = no_grad();
        foreach (var ((_, mine), (_, theirs)) in state.Zip(student.State()))
        {
            mine.copy_(theirs);
        }
    }

    /// <summary>Makes tensors for a copy that is filled from elsewhere; none where there is no score.</summary>
    public void MakeRoom(Classifier student, HeldOutScore? score)
    {
        Score = score;
        if (score is null)
        {
            Dispose();
            state = [];
        }
        else if (state.Length == 0)
        {
            state = [.. student.State().Select(pair => (pair.Name, Copy(pair.Value)))];
        }
    }

    /// <summary>Gives the copy's numbers to a model of the student's architecture.</summary>
    public void CopyTo(Classifier model)
    {
        using var quiet = no_grad();
        foreach (var ((_, mine), (_, theirs)) in state.Zip(model.State()))
        {
            theirs.copy_(mine);
        }
    }

    public void Dispose()
    {
        foreach (var (_, value) in state)
        {
            value.Dispose();
        }
    }

    private static Tensor Copy(Tensor value)
    {
        using var detached = value.detach();
        return detached.clone().DetachFromDisposeScope();
    }
}
