namespace Hinton2015.Regularizer;

/// <summary>Table 5 of the paper: shares of frames in the right state.</summary>
internal static class RegularizerPaper
{
    public const double FullTrain = 0.634, FullTest = 0.589;
    public const double HardTrain = 0.673, HardTest = 0.445;
    public const double SoftTrain = 0.654, SoftTest = 0.570;
}
