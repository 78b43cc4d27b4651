using Distill.Data;
using Distill.Evaluation;
using Hinton2015.Speech;

namespace Hinton2015.Tests.Speech;

public sealed class AnswerMeanTests
{
    [Fact]
    public void It_is_the_mean_of_the_probabilities()
    {
        var random = new SeededRandom(7);
        var members = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 3).Select(_ => Distributions(ref random)).ToArray()).ToArray();
        var mean = new AnswerMean();
        for (var count = 1; count <= members.Length; count++)
        {
            mean.Add(Answers(members[count - 1]));
            var found = mean.Mean();
            foreach (var (part, answers) in new[] { found.Test, found.ValidationStrings, found.TestStrings }.Index())
            {
                for (var i = 0; i < answers.LogProbabilities.Length; i++)
                {
                    var expected = members.Take(count).Average(member => Math.Exp(member[part][i]));
                    Assert.Equal(expected, Math.Exp(answers.LogProbabilities[i]), 1e-6);
                }
            }
        }
    }

    [Fact]
    public void What_all_hold_impossible_stays_so()
    {
        var mean = new AnswerMean();
        float[] certain = [0, float.NegativeInfinity];
        mean.Add(Answers([certain, certain, certain]));
        mean.Add(Answers([certain, certain, certain]));
        Assert.Equal([0, float.NegativeInfinity], mean.Mean().Test.LogProbabilities.ToArray());
    }

    private static float[] Distributions(ref SeededRandom random)
    {
        var values = new float[3 * 2];
        for (var row = 0; row < 3; row++)
        {
            var share = Math.Pow(10, -8 * random.NextDouble()) / 2;
            (values[2 * row], values[(2 * row) + 1]) = ((float)Math.Log(share), (float)Math.Log(1 - share));
        }

        return values;
    }

    private static SpeechAnswers Answers(float[][] parts) => new(Of(parts[0]), Of(parts[1]), Of(parts[2]));

    private static Predictions Of(float[] values) => new("model", 2, values, new long[values.Length / 2], [.. Enumerable.Range(0, values.Length / 2).Select(row => (long)row)]);
}
