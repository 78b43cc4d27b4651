using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>How strings of words are made of clips.</summary>
internal sealed record ConnectedOptions
{
    /// <summary>The fewest words of a string, 1 or more; default 3.</summary>
    public int FewestWords { get; init; } = 3;

    /// <summary>The most words of a string, at least twice <see cref="FewestWords"/> less 1, so that any number of clips divides; default 7.</summary>
    public int MostWords { get; init; } = 7;

    /// <summary>The shortest silence between two clips and at both ends, in seconds, 0 or more; default 0.05.</summary>
    public double ShortestSilence { get; init; } = 0.05;

    /// <summary>The longest, in seconds, at most 60; default 0.5.</summary>
    public double LongestSilence { get; init; } = 0.5;

    /// <summary>Decides which clips come together, in which order, and how long silences are.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws when anything is out of range.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public void Validate() => ProblemList.ThrowIfAny("The options of connected strings are out of range", new ProblemList
    {
        {
            FewestWords is < 1 or > 1000 || MostWords < (2 * FewestWords) - 1,
            $"fewestWords and mostWords are {FewestWords} and {MostWords}; expected 1 or more, and at least twice as many less 1"
        },
        {
            !(ShortestSilence >= 0 && ShortestSilence <= LongestSilence && LongestSilence <= 60),
            FormattableString.Invariant($"shortestSilence and longestSilence are {ShortestSilence} and {LongestSilence}; expected 0 ≤ shortest ≤ longest ≤ 60")
        },
    });
}
