using Distill.Libtorch;

namespace Distill.Training.Population;

/// <summary>
/// Soft targets of a batch for all temperatures of a population. Where the teacher has logits it is asked once, at
/// T = 1, and its answer softened; otherwise once for each temperature.
/// </summary>
internal sealed class TeacherRows
{
    private readonly ITeacher? teacher;
    private readonly double[] temperatures;

    public TeacherRows(PopulationTask task)
    {
        teacher = task.Teacher;
        temperatures = [.. task.Members.Select(member => member.Objective.TeacherTemperature).OfType<double>().Distinct()];
    }

    /// <summary>The targets by temperature. The enclosing dispose scope frees them.</summary>
    public IReadOnlyDictionary<double, SoftTargets> Of(Batch batch)
    {
        if (temperatures.Length > 1 && teacher!.HasLogits)
        {
            var plain = teacher.Targets(batch, 1).ToCpu();
            if (!plain.IsSparse)
            {
                return temperatures.ToDictionary(temperature => temperature, temperature => temperature == 1 ? plain : Softened(plain, temperature));
            }
        }

        return temperatures.ToDictionary(temperature => temperature, temperature => teacher!.Targets(batch, temperature).ToCpu());
    }

    // Log-probabilities at T = 1 are the logits but for a number added to each row, which the softmax takes away again.
    private static SoftTargets Softened(SoftTargets plain, double temperature)
    {
        using var logits = plain.LogProbabilities.DividedBy(temperature);
        return new SoftTargets(logits.log_softmax(1), temperature);
    }
}
