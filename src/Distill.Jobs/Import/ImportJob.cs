using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Models.Import;
using Distill.Runs;

namespace Distill.Jobs.Import;

/// <summary>Makes a model file of weights that another program trained.</summary>
internal static class ImportJob
{
    // First weights for what a file that need not fit leaves open.
    private const long Seed = 1;

    /// <summary>Builds the model, fills it and writes it.</summary>
    /// <param name="weights">
    /// A safetensors file of a PyTorch state dict; of one in several files their index, any of them, or their folder; or the folder of a
    /// run, whose model it is.
    /// </param>
    /// <param name="spec">The model that the weights belong to, with the normalisation that they were trained with.</param>
    /// <param name="map">What their names are here; null to find out.</param>
    /// <param name="strict">Whether everything must fit.</param>
    /// <param name="output">The model file to write.</param>
    /// <exception cref="DistillException">The specification is out of range, the weights do not fit it, or the model file cannot be written.</exception>
    public static ImportOutcome Run(string weights, ModelSpec spec, NameMap? map, bool strict, string output)
    {
        ArgumentNullException.ThrowIfNull(spec);
        weights = ModelPath.Of(weights);
        if (Path.GetFullPath(weights) == Path.GetFullPath(output))
        {
            throw new DistillException($"{output} holds the weights themselves; write the model to another file.");
        }

        ModelFile.RequireOutput(output);
        using var model = Classifier.Build(spec, Seed);
        var outcome = WeightImport.Into(model, weights, map, strict);
        var facts = new JsonObject
        {
            ["import"] = new JsonObject
            {
                ["file"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(weights)),
                ["matchedBy"] = JsonSerializer.SerializeToNode(outcome.MatchedBy, StrictJson.Options),
                ["kept"] = JsonSerializer.SerializeToNode(outcome.Kept),
                ["unused"] = JsonSerializer.SerializeToNode(outcome.Unused),
            },
        };
        ModelFile.Save(output, model, facts);
        return new ImportOutcome(output, spec.Description, model.ParameterCount, model.Fingerprint(), outcome);
    }
}
