using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>The directories of new runs, made by the command that is running, and those of interrupted ones with what they were asked for.</summary>
internal static class RunCreation
{
    /// <summary>What run.json calls the examples that teach.</summary>
    public const string Train = "train";

    /// <summary>What run.json calls the examples that measure.</summary>
    public const string Test = "test";

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="name">What a name that is made begins with.</param>
    /// <param name="manifest">What run.json says of it.</param>
    /// <exception cref="DistillException">The folder cannot be made, or holds something.</exception>
    public static RunDirectory At(string? path, string root, string name, RunManifest manifest) =>
        path is null ? RunDirectory.Create(root, name, manifest) : RunDirectory.CreateAt(path, manifest);

    /// <summary>What run.json says of a run that starts now; its data are known once they are opened.</summary>
    /// <param name="kind">What the run does.</param>
    /// <param name="recipe">What it is asked for.</param>
    /// <param name="seeds">The seeds, in the order of use.</param>
    public static RunManifest Manifest<T>(RunKind kind, T recipe, IReadOnlyList<long> seeds) => RunManifest.Start(
        kind, JsonSerializer.SerializeToElement(recipe, StrictJson.Options), seeds, new Dictionary<string, Fingerprint>(), ThisCommand.Line, LibraryVersions.Current());

    /// <summary>What run.json says of the data, by their use.</summary>
    /// <param name="train">What teaches.</param>
    /// <param name="heldOut">What chooses; null or empty for nothing.</param>
    /// <param name="test">What measures; null for nothing.</param>
    public static Dictionary<string, Fingerprint> Data(ExampleView train, ExampleView? heldOut, ExampleView? test)
    {
        var data = new Dictionary<string, Fingerprint> { [Train] = train.Fingerprint };
        if (heldOut is { Count: > 0 })
        {
            data["heldOut"] = heldOut.Fingerprint;
        }

        if (test is not null)
        {
            data[Test] = test.Fingerprint;
        }

        return data;
    }

    /// <summary>Opens a run that there is already.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="maker">What makes such runs, for example "'distill sweep'".</param>
    /// <param name="kinds">What the run may be.</param>
    /// <exception cref="DistillException">The folder is no run, or one of another kind.</exception>
    public static RunDirectory Open(string path, string maker, params ReadOnlySpan<RunKind> kinds)
    {
        var run = RunDirectory.Open(path);
        return run.ReadManifest().Kind is var kind && kinds.Contains(kind)
            ? run
            : throw new DistillException($"{path} is a run of kind '{kind}'; expected one of {maker}.");
    }

    /// <summary>What a run was asked for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="read">Makes it from the tree of its keys, and what to call these in messages.</param>
    /// <exception cref="DistillException">run.json is damaged, or holds something else.</exception>
    public static T Recipe<T>(RunDirectory run, Func<JsonNode, string, T> read) =>
        read(StrictJson.ParseTree(run.ReadManifest().Configuration.GetRawText(), run.ManifestPath), run.ManifestPath);
}
