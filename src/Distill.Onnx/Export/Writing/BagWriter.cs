using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export.Layers;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>
/// Writes a bag of n-grams with standard operators, from bytes of UTF-8 to pooled vectors: the sums of <see cref="NGrams"/> as
/// differences of sums from the start of a text, and n-grams as pairs of places where characters or words begin and end, laid
/// out in a row for each text.
/// </summary>
internal sealed class BagWriter(GraphWriter writer, INumberFormat format, BagOfNGrams bag)
{
    private readonly TextSteps steps = new(writer, bag.Name);

    /// <summary>Writes the nodes.</summary>
    /// <param name="input">[batch, bytes] uint8.</param>
    /// <param name="output">The name of what they make, [batch, dimensions] float32.</param>
    public void Write(string input, string output)
    {
        // A blank before the text, one behind it, and the place after that.
        var bytes = steps.Cast(steps.Slice(input, 0, bag.Bytes, axis: 1), DataType.Int64);
        var ended = steps.Do("CumSum", steps.Cast(steps.Do("Equal", bytes, steps.Number(0)), DataType.Int64), steps.Number(1));
        var inside = steps.Do("Pad", steps.Cast(steps.Do("Equal", ended, steps.Number(0)), DataType.Int64), steps.List(0, 1, 0, 2));
        var raw = steps.Do("Mul", steps.Do("Pad", bytes, steps.List(0, 1, 0, 2)), inside);
        var length = steps.Do("ReduceSum", inside, steps.List(1));
        var width = steps.Do("Gather", steps.Do("Shape", raw), steps.Number(1));
        var columns = steps.Do("Range", steps.Number(0), width, steps.Number(1));

        var isLarge = Between(raw, 'A', 'Z');
        var isBlank = steps.Do("LessOrEqual", raw, steps.Number(' '));
        var folded = steps.Do("Where", isBlank, steps.Number(' '), steps.Do("Where", isLarge, steps.Do("Add", raw, steps.Number('a' - 'A')), raw));
        var sums = Sums(folded, columns);
        var last = steps.Do("Add", length, steps.Number(2));

        var found = new List<string>();
        if (bag.Spec.Characters.Count > 0)
        {
            // Where characters begin, and where the last one ends.
            found.AddRange(Characters(steps.Do("And", steps.Do("LessOrEqual", columns, last), steps.Do("Not", Between(raw, 0x80, 0xBF))), sums));
        }

        if (bag.Spec.Words.Count > 0)
        {
            var isOfWord = steps.Do("Or", steps.Do("GreaterOrEqual", raw, steps.Number(0x80)), steps.Do("Or", Between(folded, 'a', 'z'), Between(folded, '0', '9')));
            found.AddRange(Words(steps.Cast(isOfWord, DataType.Int64), sums));
        }

        Pool(steps.Join(1, found), output);
    }

    // What the bytes before each place add up to.
    private string Sums(string folded, string columns)
    {
        var powers = steps.Do("Gather", steps.List(NGrams.PowersOf(NGrams.ByteBase, (int)bag.Bytes + 3)), columns);
        var terms = steps.Times(steps.Do("Add", folded, steps.Number(1)), powers, NGrams.Modulus);
        return steps.Do("CumSum", [Attributes.Number("exclusive", 1)], terms, steps.Number(1));
    }

    private IEnumerable<string> Characters(string starts, string sums)
    {
        var places = Places.Of(steps, starts);
        var columns = places.Lay(places.Columns);
        var before = At(sums, columns);
        var inverse = Inverse(columns);
        foreach (var length in bag.Spec.Characters)
        {
            yield return Rows(Hash(before, steps.Later(before, length), inverse), places.HasAfter(length));
        }
    }

    private IEnumerable<string> Words(string isOfWord, string sums)
    {
        // 1 where a word begins, −1 behind its end.
        var changes = steps.Do("Sub", steps.Slice(isOfWord, 1, TextSteps.End, axis: 1), steps.Slice(isOfWord, 0, -1, axis: 1));
        var starts = Places.Of(steps, steps.Do("Equal", changes, steps.Number(1)));
        var ends = Places.Of(steps, steps.Do("Equal", changes, steps.Number(-1)));
        var first = steps.Do("Add", starts.Lay(starts.Columns), steps.Number(1));
        var behind = steps.Do("Add", starts.Lay(ends.Columns), steps.Number(1));
        var hashes = Hash(At(sums, first), At(sums, behind), Inverse(first));
        var powers = NGrams.PowersOf(NGrams.WordBase, NGrams.Longest);
        foreach (var length in bag.Spec.Words)
        {
            var joined = hashes;
            for (var word = 1; word < length; word++)
            {
                joined = steps.Do("Add", joined, steps.Times(steps.Later(hashes, word), steps.Number(powers[word]), NGrams.Modulus));
            }

            var salted = steps.Modulo(steps.Do("Add", joined, steps.Number(length * NGrams.WordSalt)), NGrams.Modulus);
            yield return Rows(salted, starts.HasAfter(length - 1));
        }
    }

    private void Pool(string rows, string output)
    {
        var pooling = bag.Spec.Pooling;
        var sums = writer.Node(
            "ReduceSum", [format.Rows(bag, rows), steps.List(1)], pooling == BagPooling.Sum ? output : $"{bag.Name}.sums", Attributes.Number("keepdims", 0));
        if (pooling == BagPooling.Sum)
        {
            return;
        }

        var counts = steps.Do("ReduceSum", steps.Cast(steps.Do("Less", rows, steps.Number(bag.Spec.Buckets)), DataType.Float), steps.List(1));
        // A text without any n-gram has a sum of 0.
        var divisors = steps.Do("Max", counts, writer.Constant($"{bag.Name}.least", [1]));
        writer.Node("Div", [sums, pooling == BagPooling.Mean ? divisors : steps.Do("Sqrt", divisors)], output);
    }

    // The hash of what lies between two places, wherever it stands.
    private string Hash(string before, string after, string inverse) =>
        steps.Times(steps.Modulo(steps.Do("Sub", after, before), NGrams.Modulus), inverse, NGrams.Modulus);

    // Where there is no n-gram, the row behind the last, which holds zeros.
    private string Rows(string hashes, string exists) =>
        steps.Do("Where", exists, steps.Modulo(steps.Times(hashes, steps.Number(NGrams.Spread), NGrams.Modulus), bag.Spec.Buckets), steps.Number(bag.Spec.Buckets));

    private string At(string sums, string columns) => steps.Do("GatherElements", [Attributes.Number("axis", 1)], sums, columns);

    private string Inverse(string columns) => steps.Do("Gather", steps.List(NGrams.PowersOf(NGrams.InverseByteBase, (int)bag.Bytes + 3)), columns);

    private string Between(string value, long low, long high) =>
        steps.Do("And", steps.Do("GreaterOrEqual", value, steps.Number(low)), steps.Do("LessOrEqual", value, steps.Number(high)));
}
