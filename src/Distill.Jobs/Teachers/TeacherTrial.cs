using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Teachers;

/// <summary>
/// Tries a foreign model on some labelled examples before anybody learns from it. One that is fed another size, range or
/// normalisation than it was trained on answers all the same, and one whose probabilities are taken for logits makes the
/// same errors; nothing but its figures tells.
/// </summary>
internal static class TeacherTrial
{
    private const int Examples = 256;
    private const int Seed = 1;

    /// <summary>
    /// Tries a model of another toolkit as <see cref="Of(IForeignTeacher, ExampleView, Action{string})"/> does, and one of this toolkit where
    /// its classes are not those of the data in their order.
    /// </summary>
    /// <param name="opened">The model.</param>
    /// <param name="examples">As there.</param>
    /// <param name="say">Told what was found; null to tell no one.</param>
    /// <exception cref="DistillException">As there; or labelled examples contradict a match of classes by position.</exception>
    public static void Of(OpenedTeacher opened, ExampleView examples, Action<string>? say)
    {
        if (opened.Columns is { } columns)
        {
            say?.Invoke(columns);
        }

        if (opened.Teacher is IForeignTeacher foreign)
        {
            Of(foreign, examples, say);
            return;
        }

        if (opened.Classes is { IsIdentity: true, IsByPosition: false })
        {
            return;
        }

        say?.Invoke($"Teacher {opened.Teacher.Name}: {opened.Classes}.");
        if (opened.Classes.IsByPosition)
        {
            PositionTrial.Require(opened.Teacher.Name, opened.Teacher, opened.Classes, Part(examples.Labelled()));
        }
    }

    /// <summary>Says what was found in a model's file, and how well it knows some examples.</summary>
    /// <param name="teacher">The model.</param>
    /// <param name="examples">Where examples are taken from; those without a label are left out.</param>
    /// <param name="say">Told both; null to tell no one.</param>
    /// <exception cref="DistillException">Nothing says how the model wants its pixels, and another way than the one taken is clearly better; or labelled examples contradict a match of classes by position.</exception>
    public static void Of(IForeignTeacher teacher, ExampleView examples, Action<string>? say)
    {
        say?.Invoke(teacher.Description);
        var labels = examples.Labels();
        var labelled = examples.Subset(Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0).ToArray(), examples.Name);
        if (labelled.Count == 0)
        {
            if (teacher.ClassMap.IsByPosition)
            {
                say?.Invoke($"{examples.Name} has no labels to try the match of classes by position on. The option --class-map says which stand for which.");
            }

            if (teacher.Readings is [var taken, ..])
            {
                say?.Invoke(
                    $"Neither its file nor the options say how {teacher.Name} wants its pixels, and {examples.Name} has no labels to try it on: it gets {taken}. "
                    + "The options --teacher-range, --teacher-mean and --teacher-color say otherwise.");
            }

            return;
        }

        var part = Part(labelled);
        var evaluation = Evaluator.Evaluate(Predictor.Of(teacher), part);
        var figures = new TrialFigures(evaluation.Metrics, examples.ClassNames.Count);
        var reading = ReadingTrial.Of(teacher, part, evaluation.Scores!);
        PositionTrial.Require(teacher.Name, teacher, teacher.ClassMap, part);
        say?.Invoke(string.Join(' ', new[] { $"{teacher.Name} {figures.Text(examples.Name)}", figures.Warning, Sums(teacher), reading }.Where(text => text is not null)));
    }

    private static ExampleView Part(ExampleView labelled) =>
        TrainingSplit.AtMost(labelled, Examples, Seed);

    private static string? Sums(IForeignTeacher teacher) =>
        teacher.Sums is { } sums && (sums.Least < 1 - TrialFigures.SumTolerance || sums.Most > 1 + TrialFigures.SumTolerance)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Its probabilities sum to {sums.Least:0.###} to {sums.Most:0.###} an example and are scaled to sum to one; what quantisation or a filter took from them is lost.")
            : null;
}
