using Distill.Data;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Properties of <see cref="TextOptions"/> as what mends a mistake.</summary>
internal static class TextRemedy
{
    public static Remedy Column { get; } = new(nameof(TextOptions), nameof(TextOptions.Column));

    public static Remedy Bytes { get; } = new(nameof(TextOptions), nameof(TextOptions.Bytes));
}
