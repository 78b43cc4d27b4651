namespace Distill.Runs;

/// <summary>
/// A member of the library's interface that mends a mistake. Messages call it by its name in code; who shows them elsewhere,
/// such as the command line, adds what it is called there.
/// </summary>
/// <param name="Type">The name of the type, for example "ForeignTeacherOptions".</param>
/// <param name="Member">The name of the member, for example "OutputKind".</param>
public sealed record Remedy(string Type, string Member)
{
    /// <summary>For example "ForeignTeacherOptions.OutputKind".</summary>
    public override string ToString() => $"{Type}.{Member}";
}
