namespace Distill.Models;

/// <summary>How the vectors of a text's tokens become one.</summary>
public enum TextPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>That of the first token, which BERT calls [CLS].</summary>
    First,
}
