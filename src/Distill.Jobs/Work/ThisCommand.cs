namespace Distill.Jobs.Work;

/// <summary>The command that is running, as one would type it.</summary>
internal static class ThisCommand
{
    /// <summary>The program and its arguments.</summary>
    public static IReadOnlyList<string> Line => ["distill", .. Environment.GetCommandLineArgs().Skip(1)];
}
