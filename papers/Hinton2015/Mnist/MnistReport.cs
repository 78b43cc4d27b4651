using Distill.Runs.Documents;
using Hinton2015.Parts;

namespace Hinton2015.Mnist;

/// <summary>What the experiment found, beside the paper.</summary>
internal static class MnistReport
{
    public static Document Of(MnistResults results) => new() { Topic = "Mnist", Sentence = "", Smoke = results.Smoke, Sections = [ProvenanceSection.Of(results)] };
}
