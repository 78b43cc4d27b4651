using System.Runtime.InteropServices;
using Distill.Objectives;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// The mean loss of each member and its gradient: in closed form, members side by side on libtorch's threads; for an
/// objective or targets without one, member by member through libtorch.
/// </summary>
internal static class PopulationLoss
{
    /// <summary>Computes the losses of the members that run.</summary>
    /// <param name="courses">The members.</param>
    /// <param name="logits">[members, batch, classes], contiguous float32.</param>
    /// <param name="labels">[batch], int64.</param>
    /// <param name="targets">Soft targets by temperature.</param>
    /// <param name="gradient">[members, batch, classes]: takes the gradients of the means; a member that has stopped is passed over.</param>
    /// <returns>A mean for each member; 0 for one that has stopped.</returns>
    public static double[] Means(
        IReadOnlyList<MemberCourse> courses, Tensor logits, Tensor labels, IReadOnlyDictionary<double, SoftTargets> targets, Tensor gradient)
    {
        var means = new double[courses.Count];
        LibtorchThreads.Run((thread, threads) =>
        {
            for (var member = thread; member < courses.Count; member += threads)
            {
                if (courses[member] is { IsRunning: true, Objective: IClosedFormObjective objective } && !IsSparse(Targets(objective, targets)))
                {
                    means[member] = objective.MeanLoss(Rows(member, objective, logits, labels, Targets(objective, targets), gradient));
                }
            }
        });
        for (var member = 0; member < courses.Count; member++)
        {
            if (courses[member] is { IsRunning: true } course
                && (course.Objective is not IClosedFormObjective || IsSparse(Targets(course.Objective, targets))))
            {
                means[member] = ThroughLibtorch(course.Objective, logits[member], labels, Targets(course.Objective, targets), gradient[member]);
            }
        }

        return means;
    }

    private static SoftTargets? Targets(IObjective objective, IReadOnlyDictionary<double, SoftTargets> targets) =>
        objective.TeacherTemperature is { } temperature ? targets[temperature] : null;

    private static bool IsSparse(SoftTargets? targets) => targets is { IsSparse: true };

    private static LogitRows Rows(int member, IObjective objective, Tensor logits, Tensor labels, SoftTargets? targets, Tensor gradient)
    {
        var classes = (int)logits.shape[2];
        var size = (int)logits.shape[1] * classes;
        return new LogitRows(
            Numbers<float>(logits).Slice(member * size, size),
            classes,
            objective.NeedsLabels ? Numbers<long>(labels) : default,
            targets is null ? default : Numbers<float>(targets.LogProbabilities),
            Numbers<float>(gradient).Slice(member * size, size));
    }

    private static double ThroughLibtorch(IObjective objective, Tensor logits, Tensor labels, SoftTargets? targets, Tensor gradient)
    {
        using var recording = enable_grad();
        using var leaf = logits.detach().requires_grad_(true);
        using var losses = objective.Losses(leaf, labels, targets);
        using var mean = losses.mean();
        mean.backward();
        using var found = leaf.grad!;
        gradient.copy_(found);
        return mean.item<float>();
    }

    private static Span<T> Numbers<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
