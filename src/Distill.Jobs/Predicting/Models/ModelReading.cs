using Distill.Data;
using Distill.Images;
using Distill.Speech.Keywords;

namespace Distill.Jobs.Predicting.Models;

/// <summary>How a model reads an input, as its training did. Models that read alike share the examples.</summary>
/// <param name="Kind">What it reads.</param>
/// <param name="Shape">The shape of one example.</param>
/// <param name="Seconds">How much of a recording it sees; 0 for other inputs.</param>
internal sealed record ModelReading(InputKind Kind, ExampleShape Shape, double Seconds = 0)
{
    /// <summary>How images of another shape come to it.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>What lies under transparency; null for black.</summary>
    public string? Background { get; init; }

    /// <summary>How images are read: as somebody asks, or else as a training did.</summary>
    /// <param name="shape">The shape of one example.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="training">How the training read them; null where that is not known.</param>
    public static ModelReading OfImages(ExampleShape shape, PredictRequest request, DataOptions? training) => new(InputKind.Images, shape)
    {
        Fit = request.Fit ?? training?.Fit ?? ImageFit.Stretch,
        Background = request.Background ?? training?.Background,
    };

    /// <summary>Makes what decodes inputs so.</summary>
    public Decoder Open() => new(this);

    /// <summary>Decodes inputs; may be used from several threads at once.</summary>
    internal sealed class Decoder(ModelReading reading)
    {
        private readonly ImageInput? images = reading.Kind == InputKind.Images ? new ImageInput(reading.Shape, reading.Fit, reading.Background) : null;
        private readonly KeywordInput? recordings = reading.Kind == InputKind.Recordings ? new KeywordInput(new KeywordOptions { Seconds = reading.Seconds }) : null;

        /// <summary>One example: bytes of an image or of a text, or float32 numbers.</summary>
        /// <exception cref="Distill.Runs.DistillException">The input is damaged, or of a kind that is not read.</exception>
        public Array Decode(AskedInput input) => reading.Kind == InputKind.Texts
            ? TextSource.Encode(input.Text!, reading.Shape.Size)
            : images?.Decode(input.Name, input.Encoded!) ?? (Array)(recordings?.Read(input.Name, input.Encoded!) ?? input.Features!);

        /// <summary>Examples of <see cref="Decode"/> as a view, without labels and classes.</summary>
        public ExampleView View(IReadOnlyList<Array> examples)
        {
            var labels = Enumerable.Repeat(-1, examples.Count).ToArray();
            return new ExampleView(reading.Kind == InputKind.Texts ? TextSource.OfEncoded("the inputs", [.. examples.Cast<byte[]>()], labels, [], reading.Shape.Size)
                : images is not null
                ? new ArraySource("the inputs", reading.Shape, Joined<byte>(examples), labels, [])
                : new ArraySource("the inputs", reading.Shape, Joined<float>(examples), labels, []));
        }

        private T[] Joined<T>(IReadOnlyList<Array> examples)
        {
            var size = reading.Shape.Size;
            var joined = new T[examples.Count * size];
            for (var i = 0; i < examples.Count; i++)
            {
                Array.Copy(examples[i], 0, joined, i * size, size);
            }

            return joined;
        }
    }
}
