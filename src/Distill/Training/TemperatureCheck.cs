using Distill.Objectives;

namespace Distill.Training;

/// <summary>Whether a teacher serves every temperature that an objective goes through, looked at before the first step.</summary>
internal static class TemperatureCheck
{
    // Each place of a longer training makes an objective; what lies between is refused at its step.
    private const long MostPlaces = 10_000;

    public static IEnumerable<string> Problems(TrainingTask task)
    {
        if (task.Teacher is not { } teacher || !ScheduledObjective.Changes(task.Objective) || task.Options.Problems().Count > 0)
        {
            yield break;
        }

        var steps = task.Length.Steps;
        var places = Math.Clamp(steps, 1, MostPlaces);
        for (var place = 0L; place < places; place++)
        {
            var step = places == 1 ? 0 : (long)((double)place / (places - 1) * (steps - 1));
            if (task.Objective.At(step, steps).TeacherTemperature is { } temperature && !teacher.Serves(temperature))
            {
                yield return FormattableString.Invariant(
                    $"step {step + 1} of {steps} wants soft targets at temperature {temperature}, which {teacher.Name} cannot give; keep the temperature, let it change in stairs through those that it can, or use the teacher itself or targets that were stored for every temperature");
                yield break;
            }
        }
    }
}
