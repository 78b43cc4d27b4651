namespace Distill.Tests.Architecture;

internal static class Violations
{
    /// <summary>Fails with all the lines; <c>Assert.Empty</c> would cut them short.</summary>
    public static void AssertNone(IEnumerable<string> lines)
    {
        var found = lines.ToList();
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }
}
