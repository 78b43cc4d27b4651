namespace Distill.Objectives;

/// <summary>What an objective asks a teacher.</summary>
internal static class ObjectiveQuestion
{
    /// <summary>What the objective reads of a batch; null where it needs no teacher.</summary>
    /// <param name="teacher">Who is asked; may be null where the objective needs none.</param>
    /// <param name="objective">That of the step.</param>
    /// <param name="batch">The batch.</param>
    public static SoftTargets? Ask(this ITeacher? teacher, IObjective objective, Batch batch) =>
        objective.TeacherTemperature is not { } temperature ? null
        : objective.NeedsAgreement ? teacher!.TargetsWithAgreement(batch, temperature)
        : teacher!.Targets(batch, temperature);
}
