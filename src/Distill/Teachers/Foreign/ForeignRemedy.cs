using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>Properties of <see cref="ForeignTeacherOptions"/> as what mends a mistake.</summary>
internal static class ForeignRemedy
{
    public static Remedy Size { get; } = Of(nameof(ForeignTeacherOptions.Size));

    public static Remedy Layout { get; } = Of(nameof(ForeignTeacherOptions.Layout));

    public static Remedy Output { get; } = Of(nameof(ForeignTeacherOptions.Output));

    public static Remedy OutputKind { get; } = Of(nameof(ForeignTeacherOptions.OutputKind));

    public static Remedy ClassMap { get; } = Of(nameof(ForeignTeacherOptions.ClassMap));

    public static Remedy Preset { get; } = Of(nameof(ForeignTeacherOptions.Preset));

    public static Remedy Range { get; } = Of(nameof(ForeignTeacherOptions.Range));

    public static Remedy ColorOrder { get; } = Of(nameof(ForeignTeacherOptions.ColorOrder));

    private static Remedy Of(string property) => new(nameof(ForeignTeacherOptions), property);
}
