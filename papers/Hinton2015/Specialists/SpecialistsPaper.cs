namespace Hinton2015.Specialists;

/// <summary>What section 5 of the paper says of 15,000 classes and 61 specialists, in shares of the test examples.</summary>
internal static class SpecialistsPaper
{
    public const double Generalist = 0.25, Combined = 0.261, GeneralistConditional = 0.431, CombinedConditional = 0.459, RelativeGain = 0.044;

    /// <summary>Table 3: the relative gain by how many specialists cover the true class; the last line is of ten and more.</summary>
    private static readonly double[] GainByCover = [0, 0.034, 0.074, 0.088, 0.105, 0.111, 0.113, 0.128, 0.136, 0.166, 0.141];

    /// <summary>The relative gain where so many specialists cover the true class; null for a number that is none.</summary>
    public static double? ByCover(int cover) => cover < 0 ? null : GainByCover[Math.Min(cover, GainByCover.Length - 1)];
}
