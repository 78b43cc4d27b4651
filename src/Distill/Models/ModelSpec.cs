using System.Globalization;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Models;

/// <summary>Everything needed to rebuild a model but its weights; kept in the model's file and, for people, in JSON beside it.</summary>
/// <param name="Input">The shape of one example.</param>
/// <param name="ClassNames">The classes, in the order of the logits.</param>
/// <param name="Normalisation">What is done to raw inputs first.</param>
/// <param name="Network">The architecture.</param>
public sealed record ModelSpec(ExampleShape Input, IReadOnlyList<string> ClassNames, Normalisation Normalisation, NetworkSpec Network)
{
    // 16 GB of f32 weights; a specification that asks for more is a typing error or an attack.
    private const long MostMultiplyAdds = 1L << 42;

    /// <summary>Whether the answers are the numbers of a vector, and no logits: the model of an embedder, whose classes are named by number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool GivesVectors { get; init; }

    /// <summary>How many classes the model tells apart.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Multiply-adds for one example.</summary>
    public long MultiplyAdds => Network.MultiplyAdds(Input, Classes);

    /// <summary>A short name for tables, for example "784-128-128-10".</summary>
    public string Description => Network.Describe(Input, Classes);

    /// <summary>Checks all ranges at once, before any tensor is made.</summary>
    /// <exception cref="DistillException">Something is out of range; the message lists everything that is.</exception>
    public void ThrowIfInvalid(string source) => ProblemList.ThrowIfAny(source, Problems());

    /// <summary>Equal parts make equal specifications.</summary>
    public bool Equals(ModelSpec? other) =>
        other is not null && Input == other.Input && ClassNames.SequenceEqual(other.ClassNames)
        && Normalisation == other.Normalisation && Network == other.Network && GivesVectors == other.GivesVectors;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, ClassNames.Count, Network);

    /// <summary>What the answers of an embedder are called.</summary>
    internal static IReadOnlyList<string> NumbersOf(int dimensions) => [.. Enumerable.Range(0, dimensions).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    private IReadOnlyList<string> Problems()
    {
        if (Input.Channels < 1 || Input.Height < 1 || Input.Width < 1 || (double)Input.Channels * Input.Height * Input.Width > 1 << 28)
        {
            // Nothing else can be judged without a sensible input.
            return [$"input is {Input}; expected sizes of 1 or more and at most 2^28 numbers in all"];
        }

        var problems = new ProblemList
        {
            { ClassNames.Count < 2, $"there are {ClassNames.Count} classes; expected 2 or more" },
            { ClassNames.Any(string.IsNullOrEmpty), "a class has no name" },
            Normalisation.Problems(Input.Channels),
            Network.Problems(Input),
        };
        // Sizes out of range would overflow.
        if (problems.Count == 0)
        {
            problems.Add(MultiplyAdds > MostMultiplyAdds, $"the model takes {MultiplyAdds} multiply-adds an example; expected at most {MostMultiplyAdds}");
        }

        return problems;
    }
}
