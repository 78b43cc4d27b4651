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
    internal override bool HasHoles() => Name is null || Answers is null || Answers.HasHoles() || !IsWhole(Image);

    private static bool IsWhole(SampleImage? image)
    {
        var whole = true;
        if (image is not null)
        {
            SampleImageCheck.Run(image, "", (holds, _, _, _) => whole &= holds);
        }

        return whole;
    }
}
