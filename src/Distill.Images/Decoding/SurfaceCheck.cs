namespace Distill.Images;

/// <summary>Watches for images on which nothing is to be seen; from several threads.</summary>
/// <param name="background">What transparency is laid over, for messages.</param>
internal sealed class SurfaceCheck(string background)
{
    private readonly Lock gate = new();
    private byte[]? first;
    private bool differ;
    private int count;
    private int empty;
    private string? firstEmpty;

    /// <summary>Looks at a decoded image.</summary>
    public void Add(string name, byte[] pixels, bool showsBackground, int channels)
    {
        var isEmpty = showsBackground && IsEven(pixels, channels);
        lock (gate)
        {
            count++;
            first ??= pixels;
            differ = differ || !first.AsSpan().SequenceEqual(pixels);
            if (isEmpty)
            {
                empty++;
                firstEmpty = firstEmpty is null || string.CompareOrdinal(name, firstEmpty) < 0 ? name : firstEmpty;
            }
        }
    }

    /// <summary>What there is to say.</summary>
    public IReadOnlyList<string> Warnings(string part) =>
    [
        .. count > 1 && !differ ? [$"All {count} images of {part} are equal: there is nothing to tell them apart by."] : Array.Empty<string>(),
        .. empty > 0
            ? [$"{empty} of {count} images of {part} have transparency and come out as one even surface, the first {firstEmpty}: what is drawn on them has the colour of the background, {background}. Another background shows it."]
            : Array.Empty<string>(),
    ];

    private static bool IsEven(byte[] pixels, int channels)
    {
        var plane = pixels.Length / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var values = pixels.AsSpan(channel * plane, plane);
            if (values.ContainsAnyExcept(values[0]))
            {
                return false;
            }
        }

        return true;
    }
}
