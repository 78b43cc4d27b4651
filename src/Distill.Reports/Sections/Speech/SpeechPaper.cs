namespace Distill.Reports.Sections.Speech;

/// <summary>The paper's figures, sections 4 and 6: shares of frames and of words.</summary>
internal static class SpeechPaper
{
    public const double BaselineFrames = 0.589, BaselineWords = 0.109;
    public const double EnsembleFrames = 0.611, EnsembleWords = 0.107;
    public const double DistilledFrames = 0.608, DistilledWords = 0.107;

    public const double FullTrain = 0.634, FullTest = 0.589;
    public const double HardTrain = 0.673, HardTest = 0.445;
    public const double SoftTrain = 0.654, SoftTest = 0.570;
}
