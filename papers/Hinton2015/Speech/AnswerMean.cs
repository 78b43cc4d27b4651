using Distill.Evaluation;

namespace Hinton2015.Speech;

/// <summary>
/// The arithmetic mean of the answers of more and more models, each asked once: the ensemble of the first, of the first two,
/// and so on.
/// </summary>
internal sealed class AnswerMean
{
    private readonly float[]?[] sums = new float[]?[3];
    private SpeechAnswers? last;

    /// <summary>How many models there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes another model's answers.</summary>
    public void Add(SpeechAnswers answers)
    {
        Count++;
        last = answers;
        var parts = Parts(answers);
        for (var part = 0; part < parts.Length; part++)
        {
            if (sums[part] is { } sum)
            {
                AddLogarithms(sum, parts[part].LogProbabilities);
            }
            else
            {
                sums[part] = parts[part].LogProbabilities.ToArray();
            }
        }
    }

    /// <summary>The mean of all so far.</summary>
    public SpeechAnswers Mean()
    {
        var parts = Parts(last ?? throw new InvalidOperationException("There are no answers yet."));
        return new SpeechAnswers(Of(0), Of(1), Of(2));

        Predictions Of(int part)
        {
            var less = MathF.Log(Count);
            return new Predictions(
                $"ensemble of {Count}", parts[part].Classes, Array.ConvertAll(sums[part]!, sum => sum - less), parts[part].Labels.ToArray(), parts[part].Rows.ToArray());
        }
    }

    private static Predictions[] Parts(SpeechAnswers answers) => [answers.Test, answers.ValidationStrings, answers.TestStrings];

    // log(e^a + e^b), from the larger, so that nothing underflows.
    private static void AddLogarithms(float[] sum, ReadOnlySpan<float> other)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            var (high, low) = sum[i] > other[i] ? (sum[i], other[i]) : (other[i], sum[i]);
            sum[i] = float.IsNegativeInfinity(high) ? high : high + MathF.Log(1 + MathF.Exp(low - high));
        }
    }
}
