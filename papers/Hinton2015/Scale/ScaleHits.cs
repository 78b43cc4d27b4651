namespace Hinton2015.Scale;

/// <summary>How often a label is the most probable class, and among the five most probable.</summary>
internal sealed class ScaleHits
{
    private const int Five = 5;

    private long examples;
    private long first;
    private long firstFive;

    /// <summary>The share of examples whose label is the most probable class.</summary>
    public double Top1 => (double)first / examples;

    /// <summary>The share whose label is among the five most probable classes.</summary>
    public double Top5 => (double)firstFive / examples;

    /// <summary>Counts an example.</summary>
    /// <param name="logProbabilities">One for each class.</param>
    /// <param name="label">The right class.</param>
    public void Add(ReadOnlySpan<float> logProbabilities, long label)
    {
        var (own, above) = (logProbabilities[(int)label], 0);
        foreach (var other in logProbabilities)
        {
            above += other > own ? 1 : 0;
        }

        examples++;
        first += above == 0 ? 1 : 0;
        firstFive += above < Five ? 1 : 0;
    }
}
