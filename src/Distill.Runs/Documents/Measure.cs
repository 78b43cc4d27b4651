using System.Text.Json.Serialization;
using Distill.Runs.Results;

namespace Distill.Runs.Documents;

/// <summary>A measured number with what is known of its uncertainty, and the paper's number where it has one.</summary>
/// <param name="Value">The number; the mean where several seeds were measured.</param>
/// <param name="Unit">What it counts.</param>
internal sealed record Measure(double Value, Unit Unit)
{
    /// <summary>The standard deviation over seeds, with n − 1; null for fewer than two.</summary>
    public double? Deviation { get; init; }

    /// <summary>How many seeds were measured; null where it does not rest on seeds.</summary>
    public int? Seeds { get; init; }

    /// <summary>An interval around the number; null where there is none.</summary>
    public Interval? Interval { get; init; }

    /// <summary>What the paper has in its place, in the same unit; null where it has nothing.</summary>
    public double? Paper { get; init; }

    /// <summary>The number with its deviation, as people read it.</summary>
    [JsonIgnore]
    public string Text => Unit switch
    {
        Unit.Count => NumberText.Spread(Value, Deviation),
        Unit.Difference => NumberText.Difference(Value),
        Unit.Share when Deviation is { } deviation => $"{NumberText.Percent(Value, 2)[..^2]} ± {NumberText.Percent(deviation, 2)}",
        _ => Number(Value),
    };

    /// <summary>The interval in words; empty where there is none.</summary>
    [JsonIgnore]
    public string IntervalText => Interval is { } interval
        ? $"{NumberText.Percent(interval.Confidence, 0)} interval {Number(interval.Lower)} to {Number(interval.Upper)}"
        : "";

    /// <summary>"n = 5", or nothing for a single seed.</summary>
    [JsonIgnore]
    public string SeedsText => Seeds is > 1 ? $"n = {Seeds}" : "";

    /// <summary>The mean of counts, one a seed, with their deviation; null where there are none.</summary>
    /// <param name="counts">The counts.</param>
    public static Measure? Of(IReadOnlyList<long>? counts) => Over([.. (counts ?? []).Select(count => (double)count)], Unit.Count);

    /// <summary>The mean of shares from 0 to 1, one a seed, with their deviation; null where there are none.</summary>
    /// <param name="shares">The shares.</param>
    public static Measure? OfShares(IEnumerable<double>? shares) => Over([.. shares ?? []], Unit.Share);

    /// <summary>An estimate with its interval.</summary>
    /// <param name="interval">Both.</param>
    /// <param name="unit">What they count.</param>
    public static Measure Of(Interval interval, Unit unit)
    {
        ArgumentNullException.ThrowIfNull(interval);
        return new Measure(interval.Estimate, unit) { Interval = interval };
    }

    /// <summary>The paper's number alone.</summary>
    internal Measure With(double paper) => new(paper, Unit == Unit.Share ? Unit.RoundShare : Unit);

    private static Measure? Over(double[] values, Unit unit)
    {
        if (values.Length == 0)
        {
            return null;
        }

        var mean = values.Average();
        return new Measure(mean, unit)
        {
            Deviation = values.Length < 2 ? null : Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1)),
            Seeds = values.Length,
        };
    }

    private string Number(double value) => Unit switch
    {
        Unit.Count or Unit.Difference => NumberText.Count(value),
        Unit.Share => NumberText.Percent(value, 2),
        Unit.RoundShare => NumberText.Percent(value),
        Unit.Change => NumberText.SignedPercent(value),
        Unit.Points => NumberText.Points(value),
        Unit.Nats => NumberText.Score(value),
        Unit.Minutes => NumberText.Brief(Math.Round(value, 1)),
        Unit.P => NumberText.PValue(value).TrimStart('=', ' '),
        _ => NumberText.Rounded(value),
    };
}
