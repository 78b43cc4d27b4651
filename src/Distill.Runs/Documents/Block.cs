using System.Text.Json.Serialization;

namespace Distill.Runs.Documents;

/// <summary>One thing that a section shows.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "block")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Plot), "plot")]
[JsonDerivedType(typeof(Strip), "strip")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Sample), "sample")]
[JsonDerivedType(typeof(Reliability), "reliability")]
[JsonDerivedType(typeof(Gallery), "gallery")]
internal abstract record Block
{
    // Derived types are those above: a reader must know how to show each.
    private protected Block()
    {
    }

    /// <summary>Whether a list holds null, which no writer leaves.</summary>
    internal abstract bool HasHoles();
}
