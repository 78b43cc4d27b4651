namespace Distill.Evaluation;

/// <summary>How close a student comes to a teacher on some cases, at temperature 1. Needs no labels.</summary>
/// <param name="Cases">How many cases were counted.</param>
/// <param name="SameClass">Cases with the same most probable class, the lowest of equally probable ones.</param>
/// <param name="Divergence">
/// Mean of KL(teacher‖student), in nats; infinite when the student gives probability 0 to what the teacher does not.
/// With top-k targets it is taken over the k classes and the remaining ones together, which is never more than over
/// all classes.
/// </param>
public sealed record TeacherAgreement(long Cases, long SameClass, double Divergence)
{
    /// <summary>The share of cases with the same most probable class, 0 to 1.</summary>
    public double Agreement => (double)SameClass / Cases;
}
