using Distill.Evaluation;
using Distill.Runs.Results;

namespace Hinton2015.Scale;

/// <summary>How often a label is the most probable class, and among the five most probable.</summary>
internal sealed class ScaleHits
{
    private const int Five = 5;

    private readonly List<double> hits = [];
    private long firstFive;

    /// <summary>The share of examples whose label is the most probable class.</summary>
    public double Top1 => hits.Average();

    /// <summary>The share whose label is among the five most probable classes.</summary>
    public double Top5 => (double)firstFive / hits.Count;

    /// <summary>How much larger the share of right examples is than another's, with an interval over the examples.</summary>
    public Interval Beyond(ScaleHits other) => PairedBootstrap.Mean([.. hits.Zip(other.hits, (own, others) => own - others)]);

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

        hits.Add(above == 0 ? 1 : 0);
        firstFive += above < Five ? 1 : 0;
    }
}
