namespace Distill.Runs.Documents;

/// <summary>How a table is laid out.</summary>
internal enum TableKind
{
    /// <summary>As wide as the page.</summary>
    Wide,

    /// <summary>No wider than a column of text.</summary>
    Narrow,

    /// <summary>As wide as the page, with a caption that is seen: a table that follows another.</summary>
    Captioned,

    /// <summary>Cells are coloured by their <see cref="Cell.Strength"/>.</summary>
    Heat,

    /// <summary>Cells with a <see cref="Cell.Strength"/> have a bar of that length.</summary>
    Bars,
}
