using Distill.Libtorch;
using Distill.Objectives;

namespace Distill.Training.Population;

/// <summary>Whether the members can be trained together, and each of them with data, teacher and options.</summary>
internal static class PopulationCheck
{
    public static IReadOnlyList<string> Problems(PopulationTask task)
    {
        if (task.Members.Count == 0)
        {
            return ["it has no members"];
        }

        List<string> problems = [.. OfTheWhole(task)];
        var byText = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var number = 0; number < task.Members.Count; number++)
        {
            foreach (var problem in OfMember(task, number))
            {
                byText.TryAdd(problem, []);
                byText[problem].Add(task.Members[number].Name);
            }
        }

        problems.AddRange(byText.Select(pair => pair.Value.Count == task.Members.Count ? pair.Key : $"{Names(pair.Value)}: {pair.Key}"));
        return problems;
    }

    private static IEnumerable<string> OfTheWhole(PopulationTask task)
    {
        if (task.Teacher is { } teacher && task.Members.All(member => member.Objective.TeacherTemperature is null))
        {
            yield return $"there is a teacher, {teacher.Name}, but no member's objective wants soft targets; leave the teacher out, or give the soft term some weight";
        }

        if (task.Members.GroupBy(member => member.Student).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            yield return $"{Names([.. shared.Select(member => member.Name)])} are one and the same student; give each member a model of its own";
        }
    }

    private static IEnumerable<string> OfMember(PopulationTask task, int number)
    {
        var student = task.Members[number].Student;
        var first = task.Members[0].Student;
        if (student.Spec is not { } spec)
        {
            yield return "the student has no specification, so that its layers are not known; train it alone";
        }
        else if (PopulationTask.Obstacle(spec.Network) is { } obstacle)
        {
            yield return $"{spec.Description} cannot be trained in a population: {obstacle}; train it alone";
        }
        else if (spec != first.Spec)
        {
            yield return $"the student, {spec.Description}, differs from the first member's, {first.Spec?.Description}, in layers, classes or normalisation; put it into a population of its own";
        }

        if (task.Members[number].Objective.NeedsAgreement)
        {
            yield return "the objective reads how much several teachers agree, and a population asks for their mean alone; train it alone";
        }

        if (!student.Device.IsCpu())
        {
            yield return $"the student is on {ComputeDevice.Name(student.Device)}, and the passes of a population are for the processor; train it alone, or leave it on the processor";
        }

        if (student.Weights().Any(pair => !pair.Parameter.requires_grad))
        {
            yield return "some weights of the student are frozen; a population trains all";
        }

        if (ScheduledObjective.Changes(task.Members[number].Objective))
        {
            yield return $"the objective, {task.Members[number].Objective.Description}, changes over the training, and a population asks for soft targets once for all its steps; train the student alone";
        }

        foreach (var problem in TaskCheck.Problems(task.Alone(number)))
        {
            yield return problem;
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
