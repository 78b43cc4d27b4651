using System.Globalization;

namespace Distill.Data;

/// <summary>What examples are called.</summary>
internal static class ExampleNames
{
    /// <summary>The name that a source gives, else the row, from 0.</summary>
    public static string Of(IExampleSource source, long row) =>
        source is IExampleNames named ? named.NameOf(row) : row.ToString(CultureInfo.InvariantCulture);
}
