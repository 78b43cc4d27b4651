using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Datasets;

/// <summary>
/// Tries the ways in which a foreign model may want its pixels, on labelled examples, where neither its file nor the options
/// say which: range, normalisation, order of colours.
/// </summary>
internal static class ReadingTrial
{
    // A reading that is no better on a quarter of the examples is not tried on the others.
    private const int Share = 4;

    // Of all readings together, by chance.
    private const double Significance = 0.01;

    /// <summary>What the trial showed, in a sentence; null where there is nothing to try.</summary>
    /// <param name="teacher">The model.</param>
    /// <param name="examples">Labelled.</param>
    /// <param name="taken">What the model made of them as it is read.</param>
    /// <exception cref="DistillException">Another reading makes clearly fewer errors (McNemar's test, all readings together at 1 %).</exception>
    public static string? Of(IForeignTeacher teacher, ExampleView examples, CaseScores taken)
    {
        if (teacher.Readings.Count == 0)
        {
            return null;
        }

        var (inUse, others) = (teacher.Readings[0], teacher.Readings.Skip(1).ToList());
        var errors = taken.Errors;
        if (Fewest(teacher, others, examples, taken) is not { } best || best.Scores.Errors >= errors)
        {
            return $"Neither its file nor the options say how it wants its pixels; of {others.Count + 1} ways that were tried, {inUse} is taken and none makes fewer errors.";
        }

        var p = Math.Min(1, McNemarTest.Between([taken], [best.Scores]).PValue * others.Count);
        var comparison = string.Create(
            CultureInfo.InvariantCulture,
            $"With {inUse}, which is taken without being told, {errors} of {taken.Count} are wrong, and with {best.Reading} {best.Scores.Errors} (p = {p:0.0e+0})");
        return p < Significance
            ? throw new DistillException(
                $"Neither its file nor the options say how the teacher {teacher.Name} wants its pixels. {comparison}, on examples of {examples.Name}. "
                + $"Say which it is: {best.Reading.Choice} for the better, {inUse.Choice} to keep what is taken.",
                [.. best.Reading.Remedies.Concat(inUse.Remedies).Distinct()])
            : $"Neither its file nor the options say how it wants its pixels. {comparison}, which may be chance.";
    }

    private static Tried? Fewest(IForeignTeacher teacher, IReadOnlyList<PixelReading> readings, ExampleView examples, CaseScores taken)
    {
        int[] some = [.. Enumerable.Range(0, examples.Count).Where(i => i % Share == 0)];
        var few = examples.Subset(some, examples.Name);
        var most = some.Count(i => !taken.IsCorrect(i));
        return readings
            .Where(reading => Scores(teacher, reading, few) is { } scores && scores.Errors <= most)
            .Select(reading => Scores(teacher, reading, examples) is { } scores ? new Tried(reading, scores) : null)
            .OfType<Tried>()
            .MinBy(tried => (tried.Scores.Errors, Loss(tried.Scores)));
    }

    // Null where the model's answers are no numbers: so it was not meant.
    private static CaseScores? Scores(IForeignTeacher teacher, PixelReading reading, ExampleView examples)
    {
        try
        {
            return Evaluator.Evaluate(Predictor.Of(teacher.ReadAs(reading)), examples).Scores;
        }
        catch (DistillException)
        {
            return null;
        }
    }

    private static double Loss(CaseScores scores)
    {
        double sum = 0;
        foreach (var nll in scores.Nll)
        {
            sum += nll;
        }

        return sum;
    }

    private sealed record Tried(PixelReading Reading, CaseScores Scores);
}
