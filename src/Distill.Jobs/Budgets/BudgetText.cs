using System.Globalization;
using Distill.Jobs.Recipes.Budgets;
using Distill.Onnx.Export;

namespace Distill.Jobs.Budgets;

/// <summary>Budgets in words.</summary>
internal static class BudgetText
{
    /// <summary>For example "102,400 bytes and 1 ms".</summary>
    public static string Of(BudgetRecipe budget) => string.Join(" and ", new[]
    {
        budget.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes") : null,
        budget.Milliseconds is { } longest ? string.Create(CultureInfo.InvariantCulture, $"{longest} ms") : null,
    }.OfType<string>());

    /// <summary>For example "int8".</summary>
    public static string Of(WeightFormat weights) => weights.ToString().ToLowerInvariant();
}
