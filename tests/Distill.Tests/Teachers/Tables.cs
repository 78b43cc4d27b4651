using Distill.Data;

namespace Distill.Tests.Teachers;

/// <summary>Data sets to go with tables of logits: only the number of rows matters.</summary>
internal static class Tables
{
    public static ExampleView View(int rows, string name = "table", int seed = 0) => new(Source(rows, name, seed));

    public static ArraySource Source(int rows, string name = "table", int seed = 0)
    {
        float[] features = [.. Enumerable.Range(seed, rows).Select(i => (float)i)];
        return new ArraySource(name, features, new int[rows], ["only"]);
    }

    public static ExampleView Part(this ExampleView view, params int[] positions) => view.Subset(positions, "part of " + view.Name);
}
