using System.Text.Json.Serialization;
using Distill.Runs.Results;

namespace Distill.Runs.Documents;

/// <summary>An example to look at, with what models make of it. Neighbouring samples stand under each other.</summary>
/// <param name="Name">Its true class.</param>
/// <param name="Image">Its pixels; null where the data are no images.</param>
/// <param name="Answers">What models make of it; its caption names the example for readers without the picture.</param>
internal sealed record Sample(
    string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] SampleImage? Image, Table Answers) : Block
{
    /// <summary>What makes it worth a look, in a few words; empty for nothing.</summary>
    public string Why { get; init; } = "";

    /// <summary>
    /// The temperatures of the answers behind the first column, coldest first, where these are one model's at several temperatures;
    /// empty where they are not.
    /// </summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    internal override bool HasHoles() =>
        Name is null || Answers is null || Why is null || Temperatures is null || Answers.HasHoles() || Temperatures.Count >= Answers.Columns.Count || !SampleImageCheck.IsWhole(Image);
}
