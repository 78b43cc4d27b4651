namespace Distill.Evaluation;

/// <summary>Logarithms that keep small arguments.</summary>
internal static class Logarithm
{
    /// <summary>log(1 + <paramref name="x"/>) to full relative precision for x &gt; −1, however small.</summary>
    /// <remarks><see cref="double.LogP1"/> rounds 1 + x first, and so loses small x. Kahan's correction undoes that rounding.</remarks>
    public static double OnePlus(double x)
    {
        var rounded = 1 + x;
        return rounded == 1 ? x : Math.Log(rounded) * (x / (rounded - 1));
    }
}
