namespace Hinton2015.Speech;

/// <summary>Table 1 of the paper: shares of frames in the right state and of words that are wrong.</summary>
internal static class SpeechPaper
{
    public const double BaselineFrames = 0.589, BaselineWords = 0.109;
    public const double EnsembleFrames = 0.611, EnsembleWords = 0.107;
    public const double DistilledFrames = 0.608, DistilledWords = 0.107;

    /// <summary>Section 4: how much of the ensemble's gain in frames one net keeps at least.</summary>
    public const double Transferred = 0.8;
}
