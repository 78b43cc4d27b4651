using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>
/// Test examples with the teacher's probabilities at several temperatures beside the students': what a label does not say and soft
/// targets do.
/// </summary>
internal static class SampleSection
{
    private const double Sure = 0.9;

    public static Section Of(Comparison comparison) => new(
        "samples",
        "What the teacher knows beyond the label",
        "Probabilities in percent. A teacher that is sure says at T = 1 little more than a label. At higher temperatures its soft targets show which wrong classes "
        + "it finds likely, and how much: this is what the student learns from. Students answer at T = 1; a tick says that the answer is right.",
        [.. (comparison.Samples ?? []).Select(sample => Of(comparison, sample))]);

    private static Sample Of(Comparison comparison, SampleExample sample)
    {
        var classes = comparison.Dataset.Classes;
        var name = classes[sample.TrueClass];
        return new Sample(name, sample.Image, new Table(
            $"Probabilities for an example of {name}",
            [
                "class",
                .. sample.Teacher.Select(softened => $"teacher, T\u00A0=\u00A0{NumberText.Brief(softened.Temperature)}"),
                .. sample.Students.Select(student => $"{student.Row}{Verdict(sample, student)}"),
            ],
            [
                .. sample.Classes.Select((shown, i) => (IReadOnlyList<Cell>)
                [
                    Cell.Of(classes[shown]) with { Strong = shown == sample.TrueClass },
                    .. sample.Teacher.Select(softened => Bar(softened.Probabilities[i], RowNames.Teacher)),
                    .. sample.Students.Select(student => Bar(student.Probabilities[i], RowNames.Colour(comparison, student.Row))),
                ]),
            ],
            TableKind.Bars))
        {
            Why = Why(sample),
            Temperatures = [.. sample.Teacher.Select(softened => softened.Temperature)],
        };
    }

    private static string Why(SampleExample sample)
    {
        if (sample.Teacher is not [{ Probabilities: [var most, ..] }, ..])
        {
            return "";
        }

        return sample.Classes[0] != sample.TrueClass ? "the teacher is wrong"
            : most >= Sure ? "the teacher is sure"
            : "the teacher hesitates";
    }

    private static string Verdict(SampleExample sample, StudentProbabilities student)
    {
        var best = student.Probabilities.Max();
        // A class that is not shown may have more than the best shown one only where the rest is more.
        return best < 1 - student.Probabilities.Sum() ? ""
            : sample.Classes[student.Probabilities.ToList().IndexOf(best)] == sample.TrueClass ? " ✓"
            : " ✗";
    }

    private static Cell Bar(double probability, int colour) => Cell.Of(Percent(probability * 100)) with { Strength = probability, Colour = colour };

    private static string Percent(double percent) => percent switch
    {
        0 => "0",
        < 0.01 and > 0 => "<.01",
        < 0.095 => NumberText.Brief(Math.Round(percent, 2)),
        < 9.95 => NumberText.Brief(Math.Round(percent, 1)),
        > 99.5 and < 100 => NumberText.Brief(Math.Min(99.9, Math.Round(percent, 1))),
        _ => NumberText.Brief(Math.Round(percent)),
    };
}
