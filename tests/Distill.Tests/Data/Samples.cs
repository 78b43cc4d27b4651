using Distill.Data;

namespace Distill.Tests.Data;

/// <summary>Small sources whose content tests can predict.</summary>
internal static class Samples
{
    public static ArraySource Pixels(int count, ExampleShape shape, int classes = 3, long seed = 1)
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[count * shape.Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)random.Below(256);
        }

        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        return new ArraySource("sample", shape, pixels, labels, Names(classes));
    }

    public static ArraySource Labelled(int classes, params int[] labels) =>
        new("labelled", new ExampleShape(1, 1, 2), new byte[labels.Length * 2], labels, Names(classes));

    public static string[] Names(int classes) => [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];
}
