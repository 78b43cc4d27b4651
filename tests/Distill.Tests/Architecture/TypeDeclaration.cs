namespace Distill.Tests.Architecture;

/// <summary>A type as its declaration starts.</summary>
internal sealed record TypeDeclaration(IReadOnlyList<string> Modifiers, string Kind, string Name, int Line)
{
    public bool IsPublic => Modifiers.Contains("public");

    /// <summary>Whether other types could derive from it without its author having said so.</summary>
    public bool IsOpen => Kind is "class" or "record" or "record class" && !Modifiers.Any(m => m is "sealed" or "abstract" or "static");
}
