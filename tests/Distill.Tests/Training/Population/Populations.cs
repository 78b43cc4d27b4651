using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using Distill.Training.Population;
using Distill.Training.Schedules;

namespace Distill.Tests.Training.Population;

/// <summary>Small populations on the images of <see cref="Tasks"/>.</summary>
internal static class Populations
{
    /// <summary>Members that differ in everything that they may differ in.</summary>
    public static IReadOnlyList<PopulationMember> Mixed(NetworkSpec? network = null) =>
    [
        Member("T = 4, seed 1", 1, new Distillation(4, 0.1), network),
        Member("T = 4, seed 2", 2, new Distillation(4, 0.1), network),
        Member("T = 1", 1, new Distillation(1, 0.5), network),
        Member("soft alone", 3, new SoftTargetMatching(8), network),
        Member("labels", 2, new HardLabels(), network) with { Schedule = new ConstantRate { Rate = 0.02 } },
        Member("logits", 1, new LogitMatching(), network),
    ];

    public static PopulationMember Member(string name, long seed, IObjective objective, NetworkSpec? network = null) =>
        new(name, Tasks.Student(seed, network), objective);

    public static PopulationTask Of(IReadOnlyList<PopulationMember> members, ITeacher? teacher, TrainingOptions? options = null) =>
        new(members, Tasks.Examples(), options ?? Tasks.Options) { Teacher = teacher, HeldOut = Tasks.Examples(30, seed: 2) };

    public static void Dispose(IEnumerable<PopulationMember> members)
    {
        foreach (var member in members)
        {
            member.Student.Dispose();
        }
    }
}
