using Distill.Models;

namespace Distill.Jobs.Recipes;

/// <summary>What is wrong with an architecture whatever the examples are, so that it is found out before they are opened.</summary>
internal static class NetworkSizes
{
    // No architecture is too deep for images of this side.
    private static readonly ExampleShape Large = new(1, 1 << 14, 1 << 14);

    /// <summary>What is out of range, one sentence each.</summary>
    /// <param name="network">The architecture; null for none.</param>
    /// <param name="key">Where the recipe has it.</param>
    public static IEnumerable<string> Problems(NetworkSpec? network, string key) =>
        network?.Problems(Large).Select(problem => $"{key}: {problem}") ?? [];
}
