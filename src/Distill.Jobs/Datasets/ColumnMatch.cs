using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>How the columns that a model takes are found among those of a table.</summary>
/// <param name="Order">The table's column for each of the model's; null where they are taken as they come.</param>
/// <param name="Note">What is to be said of it; null where both sides have the same names in the same order, or one has none.</param>
internal sealed record ColumnMatch(IReadOnlyList<int>? Order, string? Note)
{
    /// <summary>Finds them by name.</summary>
    /// <param name="model">What to call the model.</param>
    /// <param name="wanted">The names that it knows; null for none.</param>
    /// <param name="found">The names of the table; null for none.</param>
    /// <exception cref="DistillException">Some names are on both sides and others are not.</exception>
    public static ColumnMatch Of(string model, IReadOnlyList<string>? wanted, IReadOnlyList<string>? found)
    {
        var order = FeatureOrder.Of(model, wanted, found);
        return new ColumnMatch(
            order,
            order is not null ? $"The columns of {model} are found by their names; the data have them in another order."
            : wanted is null || found is null || wanted.SequenceEqual(found) ? null
            : $"The columns of {model} are taken by position: it calls them {string.Join(", ", wanted)}, and the data {string.Join(", ", found)}.");
    }
}
