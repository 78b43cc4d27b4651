using System.Globalization;

namespace Distill.Benchmarks.Speech;

/// <summary>How much faster than it is spoken speech is recognised. Times are the shortest of some rounds, string by string.</summary>
/// <param name="Data">Where the clips come from.</param>
/// <param name="Strings">Connected strings of words.</param>
/// <param name="AudioSeconds">How long they sound.</param>
/// <param name="Words">Words that may be said.</param>
/// <param name="States">Classes of the net.</param>
/// <param name="Network">The net.</param>
/// <param name="Features">Filterbank coefficients, × real time on one core.</param>
/// <param name="Scores">Splicing and the net, × real time on libtorch's threads.</param>
/// <param name="Search">The exact search, × real time on one core.</param>
/// <param name="Decoding">All of these, × real time.</param>
/// <param name="Paper">A step of the paper's net; null when it was not asked for.</param>
internal sealed record SpeechReport(
    string Data, int Strings, double AudioSeconds, int Words, int States, string Network,
    double Features, double Scores, double Search, double Decoding, PaperStep? Paper)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Strings} strings of {Words} words, {AudioSeconds / 60:0.0} minutes, {Data}
        features x {Features:0} real time on one core, scores of {States} states ({Network}) x {Scores:0}, exact search x {Search:0} on one core, together x {Decoding:0}
        {Paper}
        """).TrimEnd();
}
