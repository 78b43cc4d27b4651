using System.Globalization;
using System.Text.Json.Serialization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>How the answers of several teachers become one, beside a weight for each.</summary>
internal sealed record MemberMean
{
    // A teacher that knows nothing of an example counts next to nothing, so that there is a mean where none knows anything.
    private const double LeastCertainty = 1e-6;

    /// <summary>The arithmetic mean by the weights alone.</summary>
    public static MemberMean Plain { get; } = new();

    /// <summary>Whether the mean is geometric: of logarithms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Geometric { get; init; }

    /// <summary>[members][classes], above 0 and summing to one over the members of each class, in place of the weights; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<double>>? ClassWeights { get; init; }

    /// <summary>Whether each weight is multiplied, for each example, by the teacher's certainty of it: 1 − H(p)/log N at the temperature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByCertainty { get; init; }

    /// <summary>Whether nothing is beside the weights of an arithmetic mean.</summary>
    [JsonIgnore]
    public bool IsPlain => !Geometric && ClassWeights is null && !ByCertainty;

    /// <summary>What is impossible of so many members and classes; null where nothing is.</summary>
    public string? Problem(int members, int classes) =>
        ClassWeights is not { } weights ? null
        : ByCertainty ? "weights of classes take the place of those that certainty multiplies"
        : weights.Count != members || weights.Any(member => member is null || member.Count != classes || !member.All(weight => weight is > 0 and <= 1))
            ? $"weights of classes are for {members} members and {classes} classes, each to lie between 0 and 1"
        : Enumerable.Range(0, classes).Any(number => Math.Abs(weights.Sum(member => member[number]) - 1) > 1e-6) ? "the weights of a class do not sum to one"
        : null;

    /// <summary>In a few words.</summary>
    public override string ToString() =>
        (Geometric ? "a geometric mean" : "an arithmetic mean") + (ClassWeights is null ? "" : $" by weights of classes ({Fingerprint.Of([.. ClassWeights.Select(Text)])})") + (ByCertainty ? " by certainty" : "");

    /// <summary>Averages the answers one after another.</summary>
    /// <param name="members">log p of each teacher at the temperature, [batch, classes], in the order of the weights; at least one.</param>
    /// <param name="weights">One for each, above 0, summing to one.</param>
    /// <returns>The logarithm of the mean, [batch, classes], whose exponentials sum to one; the caller disposes it.</returns>
    public Tensor Of(IEnumerable<Tensor> members, IReadOnlyList<double> weights)
    {
        Tensor? sum = null, total = null;
        try
        {
            foreach (var (number, answer) in members.Index())
            {
                using var certainty = ByCertainty ? Certainty(answer) : null;
                using var known = certainty?.Times(weights[number]);
                using var logarithm = Geometric ? null : known?.log();
                using var weighted = logarithm is not null ? answer.Plus(logarithm)
                    : known is not null ? answer.mul(known)
                    : Weighted(answer, weights[number], ClassWeights?[number]);
                Replace(ref sum, sum is null ? weighted.alias() : Geometric ? sum.Plus(weighted) : logaddexp(sum, weighted));
                if (known is not null && Geometric)
                {
                    Replace(ref total, total is null ? known.alias() : total.Plus(known));
                }
            }

            if (total is not null)
            {
                Replace(ref sum, sum!.div(total));
            }

            // A geometric mean, and weights of classes or examples, do not sum to one; of the rest this only removes rounding.
            return sum!.log_softmax(-1);
        }
        finally
        {
            sum?.Dispose();
            total?.Dispose();
        }
    }

    private Tensor Weighted(Tensor answer, double weight, IReadOnlyList<double>? byClass)
    {
        if (byClass is null)
        {
            return Geometric ? answer.Times(weight) : answer.Plus(Math.Log(weight));
        }

        using var factors = tensor(byClass.Select(factor => Geometric ? factor : Math.Log(factor)).ToArray(), answer.dtype, answer.device);
        return Geometric ? answer.mul(factors) : answer.Plus(factors);
    }

    // Very many numbers, which a fingerprint tells apart.
    private static string Text(IReadOnlyList<double> weights) => string.Join(", ", weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)));

    // [batch, 1].
    private static Tensor Certainty(Tensor answer)
    {
        using var scope = NewDisposeScope();
        return TeacherAnswers.Certainty(answer.NoLessThan(TeacherAnswers.Floor)).unsqueeze(-1).NoLessThan(LeastCertainty).MoveToOuterDisposeScope();
    }

    private static void Replace(ref Tensor? held, Tensor next)
    {
        var last = held;
        held = next;
        last?.Dispose();
    }
}
