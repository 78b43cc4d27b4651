namespace Distill.Reports.Sections.Specialists;

/// <summary>What section 5 of the paper says of 15,000 classes and 61 specialists.</summary>
internal static class SpecialistsPaper
{
    public const double Generalist = 0.25, Combined = 0.261, GeneralistConditional = 0.431, CombinedConditional = 0.459, RelativeGain = 0.044;

    /// <summary>Table 3: the relative gain by how many specialists cover the true class; the last line is of ten and more.</summary>
    public static IReadOnlyList<double> ByCover { get; } = [0, 0.034, 0.074, 0.088, 0.105, 0.111, 0.113, 0.128, 0.136, 0.166, 0.141];
}
