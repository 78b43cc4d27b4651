using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Images;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>What a model's file says of the data that it was trained on.</summary>
internal sealed class ModelOrigin
{
    /// <summary>Where a model's file says what the columns of its training are called.</summary>
    public const string FeaturesKey = "features";

    private readonly string path;

    // A member of a comparison: the run around it says which data all its members learned from.
    private readonly Lazy<(DataRecipe Data, OriginalFolder Folder)?> comparison;

    private ModelOrigin(string path, JsonObject? facts, TrainRecipe? recipe)
    {
        (this.path, Facts, Recipe) = (path, facts, recipe);
        comparison = new(() => recipe is null ? ReadComparison(path) : null);
    }

    /// <summary>Everything that was put down; null where nothing was.</summary>
    public JsonObject? Facts { get; }

    /// <summary>The recipe, where the model comes from a single training.</summary>
    public TrainRecipe? Recipe { get; }

    /// <exception cref="DistillException">The file is no model, or its recipe is not one.</exception>
    public static ModelOrigin Read(string path)
    {
        var facts = ModelFile.ReadFacts(path);
        return new ModelOrigin(path, facts, facts?["recipe"] is { } recipe ? TrainRecipe.Read(recipe.DeepClone(), $"{path}, recipe") : null);
    }

    /// <summary>The name or the path of the data, as it was typed for the training; null where nothing says it.</summary>
    public string? Set => Recipe?.Data ?? comparison.Value?.Data.Set;

    /// <summary>The names of the columns that a model was trained on, by what its file says; null where it says nothing.</summary>
    public static IReadOnlyList<string>? Features(JsonObject? facts) =>
        facts?[FeaturesKey] is JsonArray names && names.All(name => name is JsonValue value && value.TryGetValue<string>(out _))
            ? [.. names.Select(name => name!.GetValue<string>())]
            : null;

    /// <summary>The data that are asked for, or else those that the model was trained on.</summary>
    /// <exception cref="DistillException">None are asked for, and the file names none, or they are not there.</exception>
    public (string Data, DataOptions Reading) Data(string? data, DataOptions reading) =>
        data is not null ? (data, reading)
        : Recipe is not null ? (Folder.FindData(Recipe.Data), Recipe.Reading)
        : comparison.Value is { } shared ? (shared.Folder.FindData(shared.Data.Set), shared.Data.Reading)
        : throw new DistillException($"{path} does not say by name which data it was trained on; give them with --data.");

    // Of a model that was taken out of its run nothing tells where its training was started.
    private OriginalFolder Folder =>
        Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && RunDirectory.IsRun(folder) ? OriginalFolder.Of(RunDirectory.Open(folder)) : new(null);

    /// <summary>Divides training examples as the training did; null where what is held out is not what the file names.</summary>
    public (ExampleView HeldOut, ExampleView Examples)? Split(ExampleView train)
    {
        var shared = comparison.Value?.Data ?? new DataRecipe { Set = train.Name };
        var split = Recipe is null ? Splits.Labelled(train, shared.HeldOut, shared.Seed) : Recipe.Embedder ? Recipe.Split.OfAll(train) : Recipe.Split.Of(train);
        return split.Item1.Fingerprint.Value == (string?)Facts?["heldOut"] ? split : null;
    }

    private static (DataRecipe Data, OriginalFolder Folder)? ReadComparison(string path)
    {
        var member = Path.GetDirectoryName(Path.GetFullPath(path));
        var around = Path.GetDirectoryName(Path.GetDirectoryName(member));
        if (member is null || around is null || !RunDirectory.IsRun(member) || !RunDirectory.IsRun(around))
        {
            return null;
        }

        var run = RunDirectory.Open(around);
        return run.ReadManifest().Kind is RunKind.Recipe or RunKind.Quickstart
            ? (RunCreation.Recipe(run, StrictJson.Read<Recipe>).Data, OriginalFolder.Of(run))
            : null;
    }
}
