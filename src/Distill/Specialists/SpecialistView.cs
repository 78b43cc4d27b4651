using Distill.Data;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// What a specialist trains on: half from its own classes, half at random from the rest (section 5.2 of the paper).
/// </summary>
/// <param name="Examples">
/// All passes as one: each own example once a pass, and as many others, of which none comes a second time before all have come.
/// Train on it for one epoch.
/// </param>
/// <param name="OwnShare">π: the share of the specialist's classes in the data, by which its dustbin is corrected afterwards.</param>
public sealed record SpecialistView(ExampleView Examples, double OwnShare)
{
    /// <summary>Draws the examples.</summary>
    /// <param name="examples">The labelled training examples of all classes.</param>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="specialist">Which of them.</param>
    /// <param name="passes">How often it sees each example of its classes.</param>
    /// <param name="seed">Decides which others come.</param>
    /// <param name="allClasses">Whether labels stay as they are, for a specialist with a full softmax (section 6.1), which has no dustbin.</param>
    /// <exception cref="DistillException">
    /// The sets are of other classes, the specialist has no example or all of them, or they are too many to number.
    /// </exception>
    public static SpecialistView Draw(ExampleView examples, ClassSets sets, int specialist, int passes, long seed, bool allClasses = false)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(passes);
        var seen = SpecialistSource.View(examples, sets, specialist);
        var (labels, dustbin) = (seen.Labels(), sets[specialist].Length);
        var labelled = Enumerable.Range(0, labels.Length).Where(position => labels[position] >= 0).ToLookup(position => labels[position] < dustbin);
        int[] own = [.. labelled[true]], others = [.. labelled[false]];
        if (own.Length == 0 || others.Length == 0)
        {
            throw new DistillException(
                $"Specialist {specialist + 1} cannot be trained on {examples.Name}: it has {own.Length} examples of its classes and {others.Length} of the others; both are needed.");
        }

        var wanted = (long)passes * own.Length;
        if (2 * wanted > Array.MaxLength)
        {
            throw new DistillException($"{passes} passes over {own.Length:N0} examples are too many to number; ask for fewer.");
        }

        var random = new SeededRandom(seed, specialist);
        var positions = Enumerable.Repeat(own, passes).SelectMany(pass => pass).Concat(Endless(others, random).Take((int)wanted));
        return new SpecialistView(
            (allClasses ? examples : seen).Subset([.. positions], $"{examples.Name}, half of specialist {specialist + 1}"),
            own.Length / ((double)own.Length + others.Length));
    }

    // Without end, in an order of its own each time around.
    private static IEnumerable<int> Endless(int[] others, SeededRandom random)
    {
        while (true)
        {
            random.Shuffle(others.AsSpan());
            foreach (var position in others)
            {
                yield return position;
            }
        }
    }
}
