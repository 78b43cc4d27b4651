using Distill.Models;
using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>Finds the view of examples that a foreign model needs, or says all that does not fit.</summary>
internal static class ViewFit
{
    /// <exception cref="DistillException">The examples cannot be made into what the model takes; all reasons in one message.</exception>
    public static ForeignView Of(string teacher, ForeignTeacherOptions options, ForeignInput input, ExampleShape examples)
    {
        if (input.TakesText)
        {
            return Texts(teacher, options, input, examples);
        }

        var layout = options.Layout ?? input.Layout ?? (examples.IsFeatures ? InputLayout.Flat : InputLayout.Nchw);
        var normalisation = options.Normalisation();
        var (problems, remedies) = (new List<string>(), new List<Remedy>());
        var shape = examples.IsFeatures ? Features(layout, options, input, examples, problems)
            : layout == InputLayout.Flat ? Row(options, input, examples, problems, remedies)
            : Image(options, input, examples, normalisation, problems, remedies);
        if (normalisation.Mean.Count != 1 && normalisation.Mean.Count != shape.Channels)
        {
            problems.Add($"mean and standardDeviation have {normalisation.Mean.Count} numbers, and it takes {shape.Channels} {(examples.IsFeatures ? "features" : "channels")}");
        }

        if (options.ColorOrder == ColorOrder.Bgr && (examples.IsFeatures || shape.Channels != 3))
        {
            problems.Add($"colorOrder is for images of three channels, and it takes {shape.Channels} {(examples.IsFeatures ? "features" : shape.Channels == 1 ? "channel" : "channels")}; leave it out");
        }

        if (input.TakesBytes && (normalisation != Normalisation.None || options.Range == PixelRange.Unit || examples.IsFeatures))
        {
            problems.Add("it takes bytes, 0 to 255, and normalises them itself: use images, and leave mean, standardDeviation and range out");
        }

        return problems.Count == 0
            ? new ForeignView(examples, shape, layout, normalisation, Range(options, input, examples), options.ColorOrder ?? input.ColorOrder ?? ColorOrder.Rgb, input.TakesBytes)
            : throw new DistillException($"The teacher {teacher} does not fit examples of {examples}: {string.Join("; ", problems)}.", [.. remedies]);
    }

    private static ForeignView Texts(string teacher, ForeignTeacherOptions options, ForeignInput input, ExampleShape examples)
    {
        ProblemList.ThrowIfAny($"The teacher {teacher} takes texts", new ProblemList
        {
            { !examples.IsFeatures, $"these examples are images of {examples}" },
            {
                options is not { Size: null, Range: null, ColorOrder: null, Layout: null } || options.Normalisation() != Normalisation.None,
                "size, layout, range, order of colours, mean and standard deviation are for numbers; leave them out"
            },
        });
        return new ForeignView(examples, examples, InputLayout.Flat, Normalisation.None, PixelRange.Byte, ColorOrder.Rgb, bytes: true) { IsText = true, Pieces = input.Pieces };
    }

    private static PixelRange Range(ForeignTeacherOptions options, ForeignInput input, ExampleShape examples) =>
        examples.IsFeatures ? PixelRange.Unit : options.Range ?? input.Range ?? (input.TakesBytes ? PixelRange.Byte : PixelRange.Unit);

    private static ExampleShape Features(
        InputLayout layout, ForeignTeacherOptions options, ForeignInput input, ExampleShape examples, List<string> problems)
    {
        if (layout != InputLayout.Flat)
        {
            problems.Add($"it takes images in the layout {layout.ToString().ToLowerInvariant()}, and these are features");
        }
        else if (input.Channels is { } numbers && numbers != examples.Channels)
        {
            problems.Add($"it takes {numbers} features, and these are {examples.Channels}");
        }

        if (options.Size is not null || options.Range == PixelRange.Byte)
        {
            problems.Add("size and range are for images; leave them out");
        }

        return examples;
    }

    private static ExampleShape Row(
        ForeignTeacherOptions options, ForeignInput input, ExampleShape examples, List<string> problems, List<Remedy> remedies)
    {
        var same = examples with { Height = options.Size?.Height ?? examples.Height, Width = options.Size?.Width ?? examples.Width };
        ExampleShape[] candidates = examples.Channels switch
        {
            1 => [same, same with { Channels = 3 }],
            3 => [same, same with { Channels = 1 }],
            _ => [same],
        };
        if (input.Channels is not { } numbers)
        {
            return same;
        }

        if (candidates.FirstOrDefault(shape => shape.Size == numbers) is { } fitting)
        {
            return fitting;
        }

        problems.Add($"it takes rows of {numbers} numbers, and {same} are {same.Size}; say with {ForeignRemedy.Size} what it expects");
        remedies.Add(ForeignRemedy.Size);
        return same;
    }

    private static ExampleShape Image(
        ForeignTeacherOptions options, ForeignInput input, ExampleShape examples, Normalisation normalisation, List<string> problems, List<Remedy> remedies)
    {
        // A model that takes any number of channels, such as a traced one, is told by its mean.
        var channels = input.Channels
            ?? (normalisation.Mean.Count == 3 && examples.Channels == 1 ? 3 : examples.Channels);
        if (channels != examples.Channels && examples.Channels != 1 && (examples.Channels, channels) != (3, 1))
        {
            problems.Add($"it takes {channels} channels, and these have {examples.Channels}; only grey becomes more channels, and RGB becomes grey");
        }

        var (height, width) = (options.Size?.Height ?? input.Height ?? examples.Height, options.Size?.Width ?? input.Width ?? examples.Width);
        if ((input.Height ?? height) != height || (input.Width ?? width) != width)
        {
            problems.Add($"it takes images of {input.Width ?? width}×{input.Height ?? height}, and size says {width}×{height}; leave {ForeignRemedy.Size} out");
            remedies.Add(ForeignRemedy.Size);
        }

        return new ExampleShape(channels, height, width);
    }
}
