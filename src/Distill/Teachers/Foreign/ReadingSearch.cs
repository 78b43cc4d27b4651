using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>Lists the ways in which a model may want its pixels, where neither its file nor the options say which.</summary>
internal static class ReadingSearch
{
    private static readonly Scale[] Scales =
    [
        new("pixels 0 to 1", PixelRange.Unit, null),
        new("pixels 0 to 255", PixelRange.Byte, null),
        new("pixels -1 to 1", PixelRange.Unit, "half"),
        new("pixels with the mean and deviation of ImageNet", PixelRange.Unit, "imagenet"),
    ];

    /// <summary>The reading that is taken without being told first; none where everything is told.</summary>
    public static IReadOnlyList<PixelReading> Of(string teacher, ForeignTeacherOptions options, ForeignInput input, ForeignView view)
    {
        var coloured = view is { Examples: { IsFeatures: false, Channels: 3 }, Input.Channels: 3 };
        Scale?[] scales = view.Examples.IsFeatures || IsScaleTold(options, input)
            ? [null]
            : [.. Scales.Where(scale => scale.Preset is null || KnownNormalisations.All[scale.Preset].Mean.Count is var count && (count == 1 || count == view.Input.Channels))];
        ColorOrder?[] orders = coloured && (options.ColorOrder ?? input.ColorOrder) is null ? [ColorOrder.Rgb, ColorOrder.Bgr] : [null];
        return scales.Length * orders.Length == 1
            ? []
            : [.. from order in orders from scale in scales select Reading(teacher, options, input, view.Examples, scale, order)];
    }

    private static bool IsScaleTold(ForeignTeacherOptions options, ForeignInput input) =>
        input.TakesBytes || input.Range is not null || options is not { Range: null, Preset: null, Mean: null, StandardDeviation: null };

    private static PixelReading Reading(
        string teacher, ForeignTeacherOptions options, ForeignInput input, ExampleShape examples, Scale? scale, ColorOrder? order)
    {
        var (names, choices, remedies) = (new List<string>(), new List<string>(), new List<Remedy>());
        if (scale is not null)
        {
            options = options with { Range = scale.Range, Preset = scale.Preset };
            names.Add(scale.Name);
            choices.Add(scale.Preset is null ? $"Range = {scale.Range}" : $"Preset = \"{scale.Preset}\"");
            remedies.Add(scale.Preset is null ? ForeignRemedy.Range : ForeignRemedy.Preset);
        }

        if (order is { } colours)
        {
            options = options with { ColorOrder = colours };
            names.Add(colours.ToString().ToUpperInvariant());
            choices.Add($"ColorOrder = {colours}");
            remedies.Add(ForeignRemedy.ColorOrder);
        }

        return new PixelReading(string.Join(", ", names), string.Join(", ", choices), remedies, ViewFit.Of(teacher, options, input, examples));
    }

    private sealed record Scale(string Name, PixelRange Range, string? Preset);
}
