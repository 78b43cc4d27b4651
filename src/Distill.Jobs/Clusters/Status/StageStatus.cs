using System.Text.Json.Serialization;

namespace Distill.Jobs.Clusters.Status;

/// <summary>How far one stage is, as its files say.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">Whether it is done.</param>
/// <param name="Done">How many of its pieces are done.</param>
/// <param name="Total">How many pieces it has; null where that is not known yet.</param>
/// <param name="Pieces">What the pieces are, for example "files".</param>
/// <param name="Workers">The processes that work on it now, as they say of themselves.</param>
/// <param name="Message">Why it failed, where it did and says so.</param>
internal sealed record StageStatus(
    string Stage,
    [property: JsonConverter(typeof(JsonStringEnumConverter<StageState>))] StageState State,
    int Done,
    int? Total,
    string Pieces,
    IReadOnlyList<string> Workers,
    string? Message);
