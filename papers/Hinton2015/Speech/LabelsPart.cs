namespace Hinton2015.Speech;

/// <summary>Gives all frames their states.</summary>
internal static class LabelsPart
{
    public static SpeechResults Run(SpeechWork<SpeechExperiment> work, SpeechResults results) => results with { Alignment = work.Labels.Alignment };
}
