namespace Distill.Models.Import;

/// <summary>How the tensors of a foreign file were told apart.</summary>
public enum MatchedBy
{
    /// <summary>By their names, perhaps after a prefix that all of them share.</summary>
    Names,

    /// <summary>By the names that a map made of theirs.</summary>
    Map,

    /// <summary>By the kinds, shapes and order of the layers, because the names differ.</summary>
    Order,
}
