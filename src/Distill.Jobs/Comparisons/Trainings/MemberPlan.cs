using Distill.Data;
using Distill.Models;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Comparisons;

/// <summary>One training of a comparison.</summary>
/// <param name="Id">The row or stage, for example "teacher".</param>
/// <param name="Label">What progress calls it.</param>
/// <param name="Seed">Decides the first weights, the order, augmentation and dropout.</param>
/// <param name="Network">The architecture.</param>
/// <param name="Examples">What it learns from.</param>
/// <param name="Objective">What it minimises.</param>
/// <param name="Teacher">Its teacher; null for none.</param>
/// <param name="Options">How.</param>
internal sealed record MemberPlan(
    string Id, string Label, long Seed, NetworkSpec Network, ExampleView Examples, IObjective Objective, ITeacher? Teacher, TrainingOptions Options)
{
    /// <summary>Vectors that it follows; null for none.</summary>
    public VectorMatching? Vectors { get; init; }

    /// <summary>Hidden layers that follow a teacher's; null for none.</summary>
    public HintMatching? Hints { get; init; }
}
