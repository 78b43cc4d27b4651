namespace Distill.Data.Formats.Tables;

/// <summary>What the cells of a column have in common, those that are missing left out.</summary>
/// <param name="Numbers">How many are numbers.</param>
/// <param name="Texts">How many are not.</param>
/// <param name="Fractions">How many of the numbers are not whole.</param>
/// <param name="Different">How many different values there are.</param>
internal sealed record TableColumn(int Numbers, int Texts, int Fractions, int Different)
{
    public bool IsNumeric => Numbers > 0 && Texts == 0;

    public bool IsText => Texts > 0 && Numbers == 0;

    public bool IsFractional => IsNumeric && Fractions * 2 > Numbers;

    /// <summary>Whether the values may be classes: few, and each of several rows.</summary>
    public bool MayBeClasses => Fractions == 0 && Different is > 1 and <= 20 && Different * 2 <= Numbers + Texts;

    /// <summary>Whether there are too many values for classes.</summary>
    public bool IsMeasured => IsNumeric && (Fractions > 0 || Different > 20);
}
