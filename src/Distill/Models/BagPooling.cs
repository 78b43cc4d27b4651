namespace Distill.Models;

/// <summary>How the vectors of a text's n-grams become one.</summary>
public enum BagPooling
{
    /// <summary>Their sum divided by the square root of their number, so that short and long texts give vectors of a like size.</summary>
    SquareRoot,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
