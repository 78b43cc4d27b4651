namespace Distill.Testing;

/// <summary>Where the tests run.</summary>
internal static class Machine
{
    /// <summary>Whether it is there to run them, as CI=true says, and not a developer's, who waits for them.</summary>
    public static bool IsForTests { get; } = Environment.GetEnvironmentVariable("CI") == "true";
}
