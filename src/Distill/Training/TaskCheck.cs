using Distill.Data;
using Distill.Training.Hints;
using Distill.Training.Optimizers;

namespace Distill.Training;

/// <summary>Whether student, data, teacher, objective and options belong together.</summary>
internal static class TaskCheck
{
    public static IReadOnlyList<string> Problems(TrainingTask task)
    {
        List<string> problems = [.. task.Options.Problems()];
        CheckStudent(task, problems);
        CheckExamples(task, problems);
        CheckTeacher(task, problems);
        problems.AddRange(PeerCheck.Problems(task));
        problems.AddRange(TemperatureCheck.Problems(task));
        CheckHints(task, problems);
        CheckRanks(task, problems);
        return problems;
    }

    private static void CheckStudent(TrainingTask task, List<string> problems)
    {
        if (task.Student.Precision != Precision.F32)
        {
            problems.Add("the student is a bf16 working copy; give the float32 model, training makes its own copy");
        }

        if (task.Options.Precision == Precision.Bf16 && !task.Student.CanCopy)
        {
            problems.Add("precision is bf16, which trains on a copy, and a network that was given as a module cannot be copied; give Classifier the function that makes it, or use f32");
        }
    }

    private static void CheckExamples(TrainingTask task, List<string> problems)
    {
        var texts = task.Examples.ElementType == ElementType.Text;
        if (task.Student.Spec is { } spec && spec.Network.TakesText != texts)
        {
            problems.Add(texts
                ? $"{task.Examples.Name} holds texts, but the student, {spec.Description}, takes numbers; give it an architecture for texts, such as bag"
                : $"the student, {spec.Description}, takes texts, but {task.Examples.Name} holds none; give it another architecture, such as mlp");
        }

        CheckView(task, task.Examples, "the training examples", needsLabels: task.Objective.NeedsLabels, problems);
        if (task.HeldOut is { } heldOut)
        {
            CheckView(task, heldOut, "the held-out examples", needsLabels: true, problems);
        }

        foreach (var (name, view) in task.Watched)
        {
            CheckView(task, view, $"the watched examples '{name}'", needsLabels: true, problems);
        }

        var images = task.Examples.ElementType == ElementType.Pixel && !task.Examples.Shape.IsFeatures;
        if (task.Options.Augmentation is { IsIdentity: false } && !images)
        {
            problems.Add($"augmentation varies images, but {task.Examples.Name} has {task.Examples.Shape}; leave augmentation out");
        }
    }

    private static void CheckView(TrainingTask task, ExampleView view, string what, bool needsLabels, List<string> problems)
    {
        if (view.Count == 0)
        {
            problems.Add($"{what}, {view.Name}, are none");
        }

        if (view.Shape != task.Student.Input)
        {
            problems.Add($"{what}, {view.Name}, are {view.Shape}, but the student takes {task.Student.Input}");
        }

        // Answers that are vectors have no classes to agree with.
        if (task.Vectors is not { OfAnswers: true } && view.ClassNames.Count > 0 && view.ClassNames.Count != task.Student.Classes)
        {
            problems.Add($"{what}, {view.Name}, have {view.ClassNames.Count} classes, but the student has {task.Student.Classes}");
        }

        if (needsLabels && LabelCheck.FirstUnlabelled(view) is { } row)
        {
            var remedy = view != task.Examples
                ? "leave unlabelled rows out of the view"
                : "leave them out of the view, or set the weight of the label term to 0";
            problems.Add($"{what}, {view.Name}, lack labels (row {row} is the first), and labels are needed here; {remedy}");
        }
    }

    private static void CheckTeacher(TrainingTask task, List<string> problems)
    {
        var temperature = task.Objective.TeacherTemperature;
        if (task.MeanTeacher is { } decay)
        {
            CheckMeanTeacher(task, decay, problems);
            return;
        }

        if (task.Teacher is not { } teacher)
        {
            if (temperature is not null && task.Peers.Count == 0)
            {
                problems.Add($"the objective wants soft targets at temperature {temperature}, but there is no teacher");
            }

            return;
        }

        if (temperature is null)
        {
            problems.Add($"there is a teacher, {teacher.Name}, but the objective wants no soft targets; leave the teacher out, or give the soft term some weight");
        }

        if (task.Objective.NeedsAgreement && !teacher.KnowsAgreement)
        {
            problems.Add($"the objective reads how much several teachers agree, and {teacher.Name} gives one answer; give two or more teachers, or weigh the cases otherwise");
        }

        if (teacher.Classes != task.Student.Classes)
        {
            problems.Add($"the teacher, {teacher.Name}, has {teacher.Classes} classes, but the student {task.Student.Classes}");
        }

        if (!teacher.SeesInputs && task.Options.Augmentation is { IsIdentity: false })
        {
            problems.Add(
                $"the targets of {teacher.Name} belong to the plain images and cannot follow augmentation; leave augmentation out, or use the teacher's model itself");
        }
    }

    private static void CheckMeanTeacher(TrainingTask task, double decay, List<string> problems)
    {
        if (!(decay is > 0 and < 1))
        {
            problems.Add(FormattableString.Invariant($"the decay of the mean teacher is {decay}; expected more than 0 and less than 1, such as 0.999"));
        }

        if (task.Teacher is { } other)
        {
            problems.Add($"the mean of the student is its teacher, and so is {other.Name}; leave one of them out");
        }

        if (task.Objective.TeacherTemperature is null)
        {
            problems.Add("the mean of the student is its teacher, but the objective wants no soft targets; give the soft term some weight, or leave the mean out");
        }

        if (task.Objective.NeedsAgreement)
        {
            problems.Add("the mean of the student is its only teacher, and the objective reads how much several agree; weigh the cases otherwise");
        }

        if (!task.Student.CanCopy)
        {
            problems.Add("the mean of the student is a copy of it, and a network that was given as a module cannot be copied; give Classifier the function that makes it");
        }
    }

    private static void CheckRanks(TrainingTask task, List<string> problems)
    {
        if (task.Ranks is not { Size: > 1 } ranks || task.Options.BatchSize < 1)
        {
            return;
        }

        if (task.Objective.ComparesCases || task.Hints is { ComparesExamples: true })
        {
            problems.Add(
                $"{(task.Objective.ComparesCases ? $"the objective, {task.Objective.Description}," : $"hints of {task.Hints!.Kind}")} compares the examples of a batch with each other, and {ranks.Size} ranks share each batch; train with one process");
        }

        var last = task.Examples.Count % task.Options.BatchSize;
        if (task.Options.BatchSize < ranks.Size || (last > 0 && last < ranks.Size))
        {
            problems.Add($"a batch of {(task.Options.BatchSize < ranks.Size ? task.Options.BatchSize : last)} examples cannot be shared by {ranks.Size} ranks; choose another batchSize");
        }
    }

    private static void CheckHints(TrainingTask task, List<string> problems)
    {
        problems.AddRange(task.Hints?.Problems(task.Student) ?? []);
        problems.AddRange(task.Vectors?.Problems(task.Student) ?? []);
        if (task.Hints is null && task.Vectors is null && task.Objective is HintsAlone)
        {
            problems.Add("the objective is hints alone, but there are none; give the task's Hints or Vectors, or another objective");
        }

        if (task.Vectors is { OfAnswers: true } && task.Objective is not HintsAlone)
        {
            problems.Add($"the student's answers are to be vectors, and the objective, {task.Objective.Description}, takes them for logits; use hints alone");
        }

        if (task.Vectors is { Teacher.SeesInputs: false } stored && task.Options.Augmentation is { IsIdentity: false })
        {
            problems.Add($"the {stored.Teacher.Name} belong to the plain images and cannot follow augmentation; leave augmentation out, or use the teacher itself");
        }
    }
}
