using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Properties of <see cref="CsvOptions"/> as what mends a mistake.</summary>
internal static class CsvRemedy
{
    public static Remedy Header { get; } = Of(nameof(CsvOptions.Header));

    public static Remedy LabelColumn { get; } = Of(nameof(CsvOptions.LabelColumn));

    public static Remedy IgnoreColumns { get; } = Of(nameof(CsvOptions.IgnoreColumns));

    public static Remedy Separator { get; } = Of(nameof(CsvOptions.Separator));

    public static Remedy Encoding { get; } = Of(nameof(CsvOptions.Encoding));

    private static Remedy Of(string property) => new(nameof(CsvOptions), property);
}
