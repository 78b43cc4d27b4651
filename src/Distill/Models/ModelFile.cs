using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A model as a safetensors file: weights as tensors, its specification in the metadata, so that one file is the whole
/// model. The JSON beside it (same name, .json) repeats the specification for people and is never read.
/// </summary>
public static class ModelFile
{
    private const string SpecKey = "distill.spec";
    private const string OwnKey = "distill.own";
    private const string FactsKey = "distill.facts";

    /// <summary>Writes a model. The same model and facts give the same bytes.</summary>
    /// <param name="path">The file, by custom ending in .safetensors.</param>
    /// <param name="model">Float32 weights.</param>
    /// <param name="facts">How the model came about, for people and programs that ask; or null.</param>
    /// <remarks>Of a network of the caller's the file holds weights, shape, classes and normalisation, but not the layers.</remarks>
    /// <exception cref="ArgumentException">The model is a bf16 working copy.</exception>
    /// <exception cref="DistillException">The file cannot be written, or what lies where its JSON would go is something else.</exception>
    public static void Save(string path, Classifier model, JsonObject? facts = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Precision != Precision.F32)
        {
            throw new ArgumentException("only a float32 model can be saved", nameof(model));
        }

        var own = model.Spec is null ? new OwnNetwork(model.Input, model.ClassNames, model.Normalisation) : null;
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [own is null ? SpecKey : OwnKey] = own is null ? SpecText(model.Spec!) : JsonSerializer.Serialize(own, Compact),
        };
        if (facts is not null)
        {
            metadata[FactsKey] = facts.ToJsonString(Compact);
        }

        var people = new JsonObject
        {
            ["model"] = own is null ? JsonSerializer.SerializeToNode(model.Spec, StrictJson.Options) : JsonSerializer.SerializeToNode(own, StrictJson.Options),
            ["parameters"] = model.ParameterCount,
            ["multiplyAdds"] = model.Spec?.MultiplyAdds,
            ["fingerprint"] = model.Fingerprint().Value,
            ["facts"] = facts?.DeepClone(),
        };
        RequireOutput(path);
        AtomicFile.WriteText(PeoplePath(path), people.ToJsonString(StrictJson.Options) + "\n");
        SafeTensorsWriter.Write(path, [.. model.State().Select(pair => TensorPayload.Of(pair.Name, pair.Value))], metadata);
    }

    /// <summary>
    /// Checks, before the work that leads to it, that a model can be saved under a name: its folder is there and can be written,
    /// and the JSON beside it takes nobody's place.
    /// </summary>
    /// <exception cref="DistillException">It cannot.</exception>
    public static void RequireOutput(string path)
    {
        OutputPath.RequireFile(path);
        var people = PeoplePath(path);
        if (Path.GetFullPath(people) == Path.GetFullPath(path))
        {
            throw new DistillException($"{path} is the name of the description that goes beside a model; name the model itself, ending in .safetensors.");
        }

        if (File.Exists(people) && !IsDescription(people))
        {
            throw new DistillException(
                $"{people} would be replaced by the description of the model {Path.GetFileName(path)}, but holds something else. Give the model another name.");
        }
    }

    /// <summary>Reads a model of classes. The caller disposes it.</summary>
    /// <exception cref="DistillException">
    /// The file is missing, damaged, holds no model of ours or an embedder, or its tensors are not those of its specification; the
    /// message lists what is missing, unexpected or of another shape.
    /// </exception>
    public static Classifier Load(string path) => LoadAny(path, spec =>
    {
        if (spec.GivesVectors)
        {
            throw new DistillException($"{path} holds an embedder: it answers vectors of {spec.Classes} numbers, and no classes. TextEmbedder of Distill.NET.Text opens it, and a classifier may start from its weights.");
        }
    });

    /// <summary>Reads a model, whatever it answers. The caller disposes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Looks at the specification before anything is built; null for nothing.</param>
    /// <exception cref="DistillException">As for <see cref="Load(string)"/>.</exception>
    internal static Classifier LoadAny(string path, Action<ModelSpec>? check = null)
    {
        using var file = SafeTensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(SpecKey, out var text))
        {
            if (file.Metadata.ContainsKey(OwnKey))
            {
                throw new DistillException($"{path} holds the weights of a network that its author's program makes; only that program can open it, by ModelFile.Load(path, build).");
            }

            throw new DistillException($"{path} holds tensors but no model specification ('{SpecKey}' in its metadata); was it written by another program? Weights alone have to be imported first.");
        }

        var spec = StrictJson.Read<ModelSpec>(text, $"{path}, {SpecKey}");
        spec.ThrowIfInvalid($"{path}, {SpecKey}");
        if (!spec.Network.IsWhole)
        {
            throw new DistillException($"{path}, {SpecKey}: the network names a file; expected what it holds.");
        }

        check?.Invoke(spec);
        ThrowIfTooLarge(spec, file);
        return Filled(Classifier.Build(spec, seed: 0), file);
    }

    /// <summary>Reads a model whose network is the caller's. The caller disposes it.</summary>
    /// <param name="path">The file that <see cref="Save"/> wrote.</param>
    /// <param name="build">Makes the network, with the layers that it was saved with.</param>
    /// <exception cref="DistillException">
    /// The file is missing, damaged, or holds a model that a specification describes; or its tensors are not those of the network: the
    /// message lists what is missing, unexpected or of another shape.
    /// </exception>
    public static Classifier Load(string path, Func<nn.Module<Tensor, Tensor>> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        using var file = SafeTensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(OwnKey, out var text))
        {
            throw new DistillException($"{path} holds no network of its author's own ('{OwnKey}' in its metadata); open it by ModelFile.Load(path).");
        }

        var own = StrictJson.Read<OwnNetwork>(text, $"{path}, {OwnKey}");
        return Filled(new Classifier(own.Input, own.ClassNames, own.Normalisation, build).OnCurrentDevice(), file);
    }

    /// <summary>Reads how a model came about, as its writer put it down; null where it put down nothing.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, or its facts are not a JSON object.</exception>
    public static JsonObject? ReadFacts(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return !file.Metadata.TryGetValue(FactsKey, out var text)
            ? null
            : StrictJson.ParseTree(text, $"{path}, {FactsKey}") as JsonObject
                ?? throw new DistillException($"{path}, {FactsKey}: expected a JSON object.");
    }

    /// <summary>Whether a safetensors file holds a model of this toolkit, and not the weights of another program.</summary>
    /// <exception cref="DistillException">The file is missing or damaged.</exception>
    internal static bool IsOwn(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return file.Metadata.ContainsKey(SpecKey) || file.Metadata.ContainsKey(OwnKey);
    }

    /// <summary>A specification on one line, as files keep it.</summary>
    internal static string SpecText(ModelSpec spec) => JsonSerializer.Serialize(spec, Compact);

    private static string PeoplePath(string path) => Path.ChangeExtension(path, ".json");

    private static bool IsDescription(string path)
    {
        try
        {
            return JsonNode.Parse(AtomicFile.ReadText(path)) is JsonObject found && found.ContainsKey("model") && found.ContainsKey("fingerprint");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static JsonSerializerOptions Compact { get; } = new(StrictJson.Options) { WriteIndented = false };

    // Every product needs at least a weight for each multiply-add that no other position shares; a hostile
    // specification over an almost empty file must not make libtorch allocate what the file cannot fill.
    private static void ThrowIfTooLarge(ModelSpec spec, SafeTensorsFile file)
    {
        var needed = spec.Network.LeastParameters(spec.Input, spec.Classes);
        var held = file.Entries.Values.Sum(entry => entry.Length) / sizeof(float);
        if (needed > held)
        {
            throw new DistillException($"{file.Path} specifies {spec.Description}, which has {needed} weights or more, but holds {held}.");
        }
    }

    private static Classifier Filled(Classifier model, SafeTensorsFile file)
    {
        try
        {
            Fill(model, file);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Fill(Classifier model, SafeTensorsFile file)
    {
        var state = model.State().ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var problems = state.Keys.Except(file.Entries.Keys).Select(name => $"'{name}' is missing")
            .Concat(file.Entries.Keys.Except(state.Keys).Select(name => $"'{name}' is unexpected"))
            .ToList();
        foreach (var (name, value) in state)
        {
            if (file.Entries.TryGetValue(name, out var entry)
                && (!entry.Shape.SequenceEqual(value.shape) || entry.Type != TensorTypes.Of(value.dtype)))
            {
                problems.Add($"'{name}' is {entry.Type} [{string.Join(", ", entry.Shape)}], expected {TensorTypes.Of(value.dtype)} [{string.Join(", ", value.shape)}]");
            }
        }

        if (problems.Count > 0)
        {
            throw new DistillException($"{file.Path} does not hold the tensors of {model.Spec?.Description ?? "the network"}: {string.Join("; ", problems.Take(20))}.");
        }

        using var quiet = no_grad();
        foreach (var (name, value) in state)
        {
            using var read = file.Read(name);
            value.copy_(read);
        }
    }
}
