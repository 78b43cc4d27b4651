namespace Distill.Runs.Results.Specialists;

/// <summary>The examples whose true class a certain number of specialists have.</summary>
/// <param name="Cover">How many specialists.</param>
/// <param name="Examples">How many examples.</param>
/// <param name="GeneralistCorrect">Those that the generalist gets right.</param>
/// <param name="CombinedCorrect">Those that the combination gets right.</param>
internal sealed record CoverScores(int Cover, long Examples, long GeneralistCorrect, long CombinedCorrect)
{
    /// <summary>Examples that the combination gets right more than the generalist.</summary>
    public long Change => CombinedCorrect - GeneralistCorrect;

    /// <summary><see cref="Change"/> as a share of what the generalist gets right; null where that is nothing.</summary>
    public double? RelativeChange => GeneralistCorrect == 0 ? null : (double)Change / GeneralistCorrect;
}
