using System.Globalization;
using Distill.Jobs.Recipes.Budgets;
using Distill.Onnx.Export;

namespace Distill.Jobs.Budgets;

/// <summary>Budgets in words.</summary>
internal static class BudgetText
{
    /// <summary>For example "102,400 bytes and 1 ms".</summary>
    public static string Of(BudgetRecipe budget) => Of(budget.Bytes, budget.Milliseconds);

    /// <summary>The same of a file.</summary>
    public static string Of(FileCost cost) => Of(cost.Bytes, cost.Milliseconds);

    /// <summary>For example "int8".</summary>
    public static string Of(WeightFormat weights) => weights.ToString().ToLowerInvariant();

    private static string Of(long? bytes, double? milliseconds) => string.Join(" and ", new[]
    {
        bytes is { } size ? string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes") : null,
        milliseconds is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time:G3} ms") : null,
    }.OfType<string>());
}
