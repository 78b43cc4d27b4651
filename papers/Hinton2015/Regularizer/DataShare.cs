using Distill.Data;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>A share of the training data.</summary>
/// <param name="Share">How much, more than 0 to 1.</param>
/// <param name="Unit">What it is made of.</param>
internal sealed record DataShare(double Share, ShareUnit Unit)
{
    /// <summary>What it is called in files, for example "0.03-recordings".</summary>
    public string Id => FormattableString.Invariant($"{Share}-{Of()}");

    /// <summary>What people read, for example "3 % of the recordings".</summary>
    public string Text => FormattableString.Invariant($"{100 * Share:0.##} % of the {Of()}");

    /// <summary>Its frames, the same for equal seeds.</summary>
    public ExampleView Of(SpeechFrames frames, long seed) => DataShares.Draw(frames, Share, Unit, seed);

    private string Of() => Unit == ShareUnit.Frames ? "frames" : "recordings";
}
