using Distill.Runs.Documents;
using Hinton2015.Parts;

namespace Hinton2015.Specialists;

/// <summary>What the experiment found, beside the paper.</summary>
internal static class SpecialistsReport
{
    public static Document Of(SpecialistsResults results) => new() { Topic = "Specialists", Sentence = "", Smoke = results.Smoke, Sections = [ProvenanceSection.Of(results)] };
}
