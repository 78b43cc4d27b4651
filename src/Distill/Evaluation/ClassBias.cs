using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// One number added to the logits of some classes, the same for all of them: what corrects a student that was trained on
/// other proportions of classes than it meets (section 3 of the paper, where class 3, or 7 and 8, get another bias). Each
/// case is called one of these classes from some number on, its margin; so the best number is found exactly, by sorting
/// the margins.
/// </summary>
public sealed class ClassBias
{
    private readonly Predictions predictions;
    private readonly int[] inside;
    private readonly int[] outside;
    private readonly double[] margins;
    private readonly int[] byMargin;

    /// <summary>Looks at the predictions once.</summary>
    /// <param name="predictions">A student's predictions; logits and log-probabilities are the same here.</param>
    /// <param name="classes">The classes whose bias changes: at least one, and not all.</param>
    /// <exception cref="DistillException">There are no predictions, or the classes are none, all, named twice or unknown.</exception>
    public ClassBias(Predictions predictions, params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(classes);
        if (predictions.Count == 0 || classes.Count == 0 || classes.Distinct().Count() is var distinct && (distinct < classes.Count || distinct >= predictions.Classes)
            || classes.Any(number => number < 0 || number >= predictions.Classes))
        {
            throw new DistillException(
                $"A bias of the classes [{string.Join(", ", classes)}] of {predictions.Name}: expected predictions, and at least one of {predictions.Classes} classes, each once, and not all.");
        }

        this.predictions = predictions;
        (inside, outside, margins) = (new int[predictions.Count], new int[predictions.Count], new double[predictions.Count]);
        var isInside = new bool[predictions.Classes];
        foreach (var number in classes)
        {
            isInside[number] = true;
        }

        for (var i = 0; i < margins.Length; i++)
        {
            var scores = predictions.Case(i);
            inside[i] = Best(scores, isInside, true);
            outside[i] = Best(scores, isInside, false);
            margins[i] = (double)scores[outside[i]] - scores[inside[i]];
        }

        byMargin = [.. Enumerable.Range(0, margins.Length).OrderBy(i => margins[i])];
    }

    /// <summary>
    /// The number with which this share of the cases, to the nearest case, is called one of the classes. Looks at no label:
    /// the share is known from elsewhere, such as the classes' share of the training set.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    public double MatchingShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Between((int)Math.Round(share * margins.Length));
    }

    /// <summary>The number with the fewest errors on these very cases; of several, the one nearest to 0.</summary>
    /// <exception cref="DistillException">A case has no label.</exception>
    public double WithFewestErrors()
    {
        var errors = (long)Enumerable.Range(0, margins.Length).Count(i => outside[i] != Label(i));
        var (fewest, best) = (errors, Between(0));
        for (var k = 1; k <= byMargin.Length; k++)
        {
            var joins = byMargin[k - 1];
            errors += (inside[joins] != Label(joins) ? 1 : 0) - (outside[joins] != Label(joins) ? 1 : 0);

            // Cases of one margin change sides together.
            if (k < byMargin.Length && margins[byMargin[k]] <= margins[joins])
            {
                continue;
            }

            var number = Between(k);
            if (errors < fewest || (errors == fewest && Math.Abs(number) < Math.Abs(best)))
            {
                (fewest, best) = (errors, number);
            }
        }

        return best;
    }

    /// <summary>Errors by true class, [classes], with a number added.</summary>
    /// <exception cref="DistillException">A case has no label.</exception>
    public IReadOnlyList<long> Errors(double number)
    {
        var errors = new long[predictions.Classes];
        for (var i = 0; i < margins.Length; i++)
        {
            var label = Label(i);
            errors[label] += (number > margins[i] ? inside[i] : outside[i]) != label ? 1 : 0;
        }

        return errors;
    }

    private static int Best(ReadOnlySpan<float> scores, bool[] isInside, bool wanted)
    {
        var best = -1;
        for (var number = 0; number < scores.Length; number++)
        {
            if (isInside[number] == wanted && (best < 0 || scores[number] > scores[best]))
            {
                best = number;
            }
        }

        return best;
    }

    // A number with which exactly the k cases of the smallest margins are called one of the classes: halfway to the next.
    private double Between(int k) => k == 0
        ? margins[byMargin[0]] - 1
        : k == byMargin.Length
            ? margins[byMargin[^1]] + 1
            : (margins[byMargin[k - 1]] + margins[byMargin[k]]) / 2;

    private int Label(int index)
    {
        var label = predictions.Labels[index];
        return label >= 0 && label < predictions.Classes
            ? (int)label
            : throw new DistillException($"Row {predictions.Rows[index]} of {predictions.Name} has the label {label}; errors need a label for each case.");
    }
}
