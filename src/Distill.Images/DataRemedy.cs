using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Properties of <see cref="DataOptions"/> as what mends a mistake.</summary>
internal static class DataRemedy
{
    public static Remedy Resize { get; } = Of(nameof(DataOptions.Resize));

    public static Remedy Color { get; } = Of(nameof(DataOptions.Color));

    public static Remedy TestPart { get; } = Of(nameof(DataOptions.TestPart));

    public static Remedy ClassDepth { get; } = Of(nameof(DataOptions.ClassDepth));

    public static Remedy Background { get; } = Of(nameof(DataOptions.Background));

    public static Remedy Fit { get; } = Of(nameof(DataOptions.Fit));

    public static Remedy SkipDamaged { get; } = Of(nameof(DataOptions.SkipDamaged));

    public static Remedy LabelColumn { get; } = new(nameof(CsvOptions), nameof(CsvOptions.LabelColumn));

    private static Remedy Of(string property) => new(nameof(DataOptions), property);
}
