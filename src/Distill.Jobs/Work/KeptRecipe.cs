using System.Text.Json;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>What a run was asked for when it was made, beside what is asked for now by the same line of a script.</summary>
internal static class KeptRecipe
{
    private const int MostNamed = 5;

    /// <summary>Opens the run of a path that holds one already, and makes it otherwise.</summary>
    /// <param name="path">The run's own folder.</param>
    /// <param name="recipe">What is asked for.</param>
    /// <param name="reopen">Opens a run that is there, and says what it was asked for.</param>
    /// <param name="create">Makes the run; throws where another process was quicker.</param>
    /// <exception cref="DistillException">The run that is there was asked for something else; the message says in what.</exception>
    public static (RunDirectory Run, T Recipe) ResumeOrCreate<T>(
        string path, T recipe, Func<string, (RunDirectory Run, T Recipe)> reopen, Func<RunDirectory> create)
    {
        if (!RunDirectory.IsRun(path))
        {
            try
            {
                return (create(), recipe);
            }
            catch (DistillException) when (RunDirectory.IsRun(path))
            {
                // Made by another process in the meantime.
            }
        }

        var (run, kept) = reopen(path);
        Require(run, recipe);
        return (run, kept);
    }

    /// <summary>Refuses a run that was asked for something else.</summary>
    /// <exception cref="DistillException">It was; the message names the keys.</exception>
    public static void Require<T>(RunDirectory run, T recipe)
    {
        var differences = Differences("", run.ReadManifest().Configuration, JsonSerializer.SerializeToElement(recipe, StrictJson.Options)).ToList();
        if (differences.Count > 0)
        {
            throw new DistillException(
                $"{run.Path} is a run that was asked for something else: {string.Join("; ", differences.Take(MostNamed))}"
                + $"{(differences.Count > MostNamed ? $"; and {differences.Count - MostNamed} more" : "")}. Name another folder, or ask for the same.");
        }
    }

    private static IEnumerable<string> Differences(string path, JsonElement kept, JsonElement asked)
    {
        if (kept.ValueKind == JsonValueKind.Object && asked.ValueKind == JsonValueKind.Object)
        {
            var names = kept.EnumerateObject().Concat(asked.EnumerateObject()).Select(property => property.Name).Distinct(StringComparer.Ordinal);
            return names.SelectMany(name => Differences(
                path.Length == 0 ? name : $"{path}.{name}",
                kept.TryGetProperty(name, out var before) ? before : default,
                asked.TryGetProperty(name, out var now) ? now : default));
        }

        return Same(kept, asked) ? [] : [$"{path} is {Text(kept)} there, and {Text(asked)} here"];
    }

    // What is left out has its default, and so has null.
    private static bool Same(JsonElement kept, JsonElement asked) =>
        (IsNothing(kept) && IsNothing(asked)) || (!IsNothing(kept) && !IsNothing(asked) && JsonElement.DeepEquals(kept, asked));

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static string Text(JsonElement value) => IsNothing(value) ? "nothing" : value.GetRawText();
}
