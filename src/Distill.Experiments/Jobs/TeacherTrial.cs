using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Experiments.Jobs;

/// <summary>
/// Tries a foreign model on some labelled examples before anybody learns from it. One that is fed another size, range or
/// normalisation than it was trained on answers all the same, and one whose probabilities are taken for logits makes the
/// same errors; nothing but its figures tells.
/// </summary>
internal static class TeacherTrial
{
    private const int Examples = 256;
    private const int Seed = 1;

    /// <summary>Says what was found in a model's file, and how well it knows some examples.</summary>
    /// <param name="teacher">The model.</param>
    /// <param name="examples">Where examples are taken from; those without a label are left out.</param>
    /// <param name="say">Told both; null to tell no one.</param>
    /// <exception cref="DistillException">Nothing says how the model wants its pixels, and another way than the one taken is clearly better.</exception>
    public static void Of(IForeignTeacher teacher, ExampleView examples, Action<string>? say)
    {
        say?.Invoke(teacher.Description);
        var labels = examples.Labels();
        var labelled = examples.Subset(Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0).ToArray(), examples.Name);
        if (labelled.Count == 0)
        {
            if (teacher.Readings is [var taken, ..])
            {
                say?.Invoke(
                    $"Neither its file nor the options say how {teacher.Name} wants its pixels, and {examples.Name} has no labels to try it on: it gets {taken}. "
                    + "The options --teacher-range, --teacher-mean and --teacher-color say otherwise.");
            }

            return;
        }

        var part = labelled.Count <= Examples ? labelled : Splits.Stratified(labelled, (double)Examples / labelled.Count, Seed).Part;
        var evaluation = Evaluator.Evaluate(Predictor.Of(teacher), part);
        var figures = new TrialFigures(evaluation.Metrics, examples.ClassNames.Count);
        var reading = ReadingTrial.Of(teacher, part, evaluation.Scores!);
        say?.Invoke(string.Join(' ', new[] { $"{teacher.Name} {figures.Text(examples.Name)}", figures.Warning, Sums(teacher), reading }.Where(text => text is not null)));
    }

    private static string? Sums(IForeignTeacher teacher) =>
        teacher.Sums is { } sums && (sums.Least < 1 - TrialFigures.SumTolerance || sums.Most > 1 + TrialFigures.SumTolerance)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Its probabilities sum to {sums.Least:0.###} to {sums.Most:0.###} an example and are scaled to sum to one; what quantisation or a filter took from them is lost.")
            : null;
}
