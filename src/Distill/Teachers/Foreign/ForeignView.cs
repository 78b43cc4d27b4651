using System.Globalization;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>
/// A foreign teacher's own view of raw examples: grey or colour, size, normalisation, layout. The student's view of the
/// same batch is another matter.
/// </summary>
internal sealed class ForeignView
{
    // The weights of red, green and blue in brightness, as ITU-R BT.601 and Pillow have them.
    private static readonly float[] Brightness = [0.299f, 0.587f, 0.114f];

    private readonly Normalisation normalisation;
    private readonly bool bytes;
    private readonly PieceVocabulary? vocabulary;

    internal ForeignView(ExampleShape examples, ExampleShape input, InputLayout layout, Normalisation normalisation, PixelRange range, ColorOrder colors, bool bytes)
    {
        Examples = examples;
        Input = input;
        Layout = layout;
        Range = range;
        ColorOrder = colors;
        this.normalisation = normalisation;
        this.bytes = bytes;
    }

    /// <summary>The shape of one raw example.</summary>
    public ExampleShape Examples { get; }

    /// <summary>The shape in which the model sees it, before the layout.</summary>
    public ExampleShape Input { get; }

    /// <summary>The order of the numbers.</summary>
    public InputLayout Layout { get; }

    /// <summary>What a white pixel is, before the mean is taken off.</summary>
    public PixelRange Range { get; }

    /// <summary>The order of the colour channels, where there are three.</summary>
    public ColorOrder ColorOrder { get; }

    /// <summary>Whether examples are texts, whose bytes reach the model as they are.</summary>
    public bool IsText { get; init; }

    /// <summary>How texts are cut into the pieces whose numbers reach the model in place of bytes; null where they do not.</summary>
    public IPieceNetwork? Pieces
    {
        get;
        init => (field, vocabulary) = (value, value?.Pieces());
    }

    /// <summary>Whether pixels are scaled to another size.</summary>
    public bool Resizes => (Examples.Height, Examples.Width) != (Input.Height, Input.Width);

    /// <summary>The shape of what <see cref="Apply"/> returns for a batch of the given size.</summary>
    public long[] ShapeOf(long batch) => Layout switch
    {
        InputLayout.Flat => [batch, Input.Size],
        InputLayout.Nhwc => [batch, Input.Height, Input.Width, Input.Channels],
        _ => [batch, Input.Channels, Input.Height, Input.Width],
    };

    /// <summary>Makes the teacher's input from raw inputs.</summary>
    /// <param name="raw">As in a batch: [batch, channels, height, width] uint8, [batch, features] float32, or [batch, bytes] uint8.</param>
    /// <returns>
    /// Contiguous, in the model's layout; uint8 for a model that takes bytes, else float32. Texts have as many bytes as the longest of them.
    /// The caller disposes it.
    /// </returns>
    /// <exception cref="DistillException">The examples have another shape than <see cref="Examples"/>, or are no texts.</exception>
    public Tensor Apply(Tensor raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (IsText)
        {
            return Text(raw);
        }

        ThrowUnlessShape(raw.shape);
        using var scope = NewDisposeScope();
        var values = !Resizes && Input.Channels == Examples.Channels ? raw : Reshaped(raw);
        values = bytes ? ToBytes(values) : Normalised(values);
        values = TurnsColors ? values.flip(1) : values;
        values = Layout == InputLayout.Nhwc ? values.permute(0, 2, 3, 1) : values;
        return values.contiguous().reshape(ShapeOf(raw.shape[0])).alias().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsText)
        {
            return Pieces is null ? "texts as bytes of UTF-8" : "texts as pieces of words, cut by WordPiece";
        }

        var steps = new List<string>();
        if (Examples.Channels != Input.Channels)
        {
            steps.Add(Examples.Channels == 1 ? $"grey repeated to {Input.Channels} channels" : "colour turned to grey");
        }

        if (Resizes)
        {
            steps.Add($"scaled from {Examples.Width}×{Examples.Height} to {Input.Width}×{Input.Height}, bilinear"
                + (Input.Width < Examples.Width || Input.Height < Examples.Height ? " with antialiasing" : ""));
        }

        if (!Examples.IsFeatures)
        {
            steps.Add(Range == PixelRange.Byte ? "pixels 0 to 255" : "pixels 0 to 1");
        }

        if (normalisation != Normalisation.None)
        {
            steps.Add($"mean {List(normalisation.Mean)} taken off, divided by {List(normalisation.StandardDeviation)}");
        }

        if (TurnsColors)
        {
            steps.Add("channels in the order blue, green, red");
        }

        return steps.Count == 0 ? "as they are" : string.Join(", ", steps);
    }

    internal Fingerprint Fingerprint() => Runs.Fingerprint.Of(
        ["foreign view", Input.ToString(), Layout.ToString(), Range.ToString(), bytes ? "bytes" : "floats", StrictJson.Write(normalisation), .. TurnsColors ? ["bgr"] : Array.Empty<string>(), .. IsText ? ["text"] : Array.Empty<string>()]);

    private bool TurnsColors => ColorOrder == ColorOrder.Bgr && Input.Channels == 3;

    // In numbers from 0 to 1, so that what follows need not know what came before.
    private Tensor Reshaped(Tensor raw)
    {
        var values = Normalisation.None.Apply(raw, ScalarType.Float32);
        if (Examples.Channels == 3 && Input.Channels == 1)
        {
            using var weights = tensor(Brightness, 1, 3, 1, 1);
            values = values.mul(weights).sum(1, keepdim: true);
        }

        values = Resizes ? Resampling.Apply(values, Input.Height, Input.Width) : values;
        return values.shape[1] == Input.Channels ? values : values.expand(-1, Input.Channels, -1, -1);
    }

    private Tensor Normalised(Tensor values)
    {
        var normalised = normalisation.Apply(values, ScalarType.Float32);
        return Range == PixelRange.Byte ? normalised.MultiplyBy(byte.MaxValue) : normalised;
    }

    private Tensor Text(Tensor raw)
    {
        if (raw.dtype != ScalarType.Byte || raw.dim() != 2)
        {
            throw new DistillException("The teacher takes texts, and these examples are none.");
        }

        using var scope = NewDisposeScope();
        var size = (int)raw.shape[1];
        var bytes = raw.contiguous().bytes;
        if (vocabulary is not null)
        {
            var (rows, most) = vocabulary.Padded(bytes, size, Pieces!.Length);
            return tensor(rows, raw.shape[0], most).MoveToOuterDisposeScope();
        }

        var longest = 1;
        for (var text = 0; text < raw.shape[0]; text++)
        {
            longest = Math.Max(longest, bytes.Slice(text * size, size).LastIndexOfAnyExcept((byte)0) + 1);
        }

        return raw.narrow(1, 0, Math.Min(longest, size)).contiguous().alias().MoveToOuterDisposeScope();
    }

    private static Tensor ToBytes(Tensor values) =>
        values.dtype == ScalarType.Byte ? values : values.Times(byte.MaxValue).round().Within(0, byte.MaxValue).to(ScalarType.Byte);

    private void ThrowUnlessShape(long[] batch)
    {
        long[] expected = Examples.IsFeatures ? [Examples.Channels] : [Examples.Channels, Examples.Height, Examples.Width];
        if (!batch.Skip(1).SequenceEqual(expected))
        {
            throw new DistillException(
                $"The teacher was opened for examples of {Examples}, and these are {string.Join("×", batch.Skip(1))}. Open it for these.");
        }
    }

    private static string List(IReadOnlyList<double> numbers) =>
        string.Join(", ", numbers.Distinct().Count() == 1 ? [Text(numbers[0])] : numbers.Select(Text));

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
