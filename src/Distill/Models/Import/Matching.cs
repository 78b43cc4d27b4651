namespace Distill.Models.Import;

/// <summary>How the tensors of a foreign file are told apart, as <see cref="WeightImport.MatchedBy"/> says it.</summary>
internal static class Matching
{
    /// <summary>By their names, perhaps after a prefix that all of them share.</summary>
    public const string Names = "names";

    /// <summary>By the names that a map made of theirs.</summary>
    public const string Map = "map";

    /// <summary>By the kinds, shapes and order of the layers, because the names differ.</summary>
    public const string Order = "order";
}
