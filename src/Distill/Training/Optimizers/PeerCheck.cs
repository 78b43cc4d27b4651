using Distill.Models;
using Distill.Runs;

namespace Distill.Training.Optimizers;

/// <summary>Whether students that teach each other belong together.</summary>
internal static class PeerCheck
{
    public static IEnumerable<string> Problems(TrainingTask task)
    {
        if (task.Peers.Count == 0)
        {
            return [];
        }

        IReadOnlyList<Classifier> all = [task.Student, .. task.Peers];
        return new ProblemList
        {
            { all.Distinct().Count() < all.Count, "two of the students that teach each other are one and the same; give each a model of its own" },
            task.Peers.Index().SelectMany(peer => OfPeer(task, peer.Item, peer.Index + 1)),
            { task.Objective.TeacherTemperature is null, "the students teach each other, but the objective wants no soft targets; give the soft term some weight, or leave the peers out" },
            { task.Objective.NeedsAgreement && task.Peers.Count < 2, "the objective reads how much the other students agree, and there is one other; add another, or weigh the cases otherwise" },
            { task.Teacher is not null || task.MeanTeacher is not null, "the students teach each other, and there is another teacher; leave one of them out" },
            { task.Hints is not null || task.Vectors is not null, "the students teach each other, and hints or vectors are for one student alone; leave them or the peers out" },
            { task.Ranks is { Size: > 1 }, "several ranks train one student, and here several teach each other; train with one process" },
        };
    }

    private static IEnumerable<string> OfPeer(TrainingTask task, Classifier peer, int number)
    {
        if (peer.Precision != Precision.F32)
        {
            yield return $"peer {number} is a bf16 working copy; give the float32 model";
        }

        if (task.Options.Precision == Precision.Bf16 && !peer.CanCopy)
        {
            yield return $"precision is bf16, which trains on a copy, and peer {number} was given as a module and cannot be copied; give Classifier the function that makes it, or use f32";
        }

        if (peer.Input != task.Student.Input || peer.Classes != task.Student.Classes)
        {
            yield return $"peer {number} takes {peer.Input} and has {peer.Classes} classes, and the student takes {task.Student.Input} and has {task.Student.Classes}";
        }

        if (peer.Spec is { Network.TakesText: var takesText } && takesText != (task.Examples.ElementType == ElementType.Text))
        {
            yield return $"peer {number} takes {(takesText ? "texts" : "numbers")}, and {task.Examples.Name} holds {(takesText ? "none" : "texts")}; give it another architecture";
        }

        if (peer.Device.type != task.Student.Device.type || peer.Device.index != task.Student.Device.index)
        {
            yield return $"peer {number} is on another device than the student; move it there";
        }
    }
}
