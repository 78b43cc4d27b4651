using Distill.Runs;

namespace Distill.Data;

/// <summary>Finds the features that a model takes among those of data by their names.</summary>
internal static class FeatureOrder
{
    /// <summary>The place in the data of each feature that a model takes.</summary>
    /// <param name="model">What to call the model in messages.</param>
    /// <param name="wanted">The model's names in its order; null where nobody knows them.</param>
    /// <param name="found">The data's names in theirs; null where they have none.</param>
    /// <returns>
    /// Places from 0; null where they are taken as they come: the order is the same, one side has no names, the counts differ, or not one
    /// name is on both sides.
    /// </returns>
    /// <exception cref="DistillException">Some names are on both sides and others are not, so that neither names nor places can be meant.</exception>
    public static IReadOnlyList<int>? Of(string model, IReadOnlyList<string>? wanted, IReadOnlyList<string>? found)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (wanted is null || found is null || wanted.Count != found.Count || wanted.SequenceEqual(found))
        {
            return null;
        }

        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (place, name) in found.Index())
        {
            places.TryAdd(name.Trim(), place);
        }

        var missing = wanted.Where(name => !places.ContainsKey(name.Trim())).ToList();
        return missing.Count == wanted.Count ? null
            : missing.Count == 0 && places.Count == found.Count ? [.. wanted.Select(name => places[name.Trim()])]
            : throw new DistillException(
                $"{model} takes the columns {string.Join(", ", wanted)}, and the data have {string.Join(", ", found)}: "
                + $"{string.Join(", ", missing.DefaultIfEmpty("a name that is there twice"))} cannot be found. Give the columns the names that the model knows.");
    }
}
