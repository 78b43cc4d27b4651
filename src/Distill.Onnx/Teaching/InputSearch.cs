using Distill.Data;
using Distill.Models.Networks;
using Distill.Onnx.Inference;
using Distill.Runs;
using Distill.Teachers.Foreign;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Distill.Onnx.Teaching;

/// <summary>Finds which inputs of a model take examples, and in what layout.</summary>
internal static class InputSearch
{
    private static readonly TensorElementType[] Floats = [TensorElementType.Float, TensorElementType.Float16, TensorElementType.Double];

    /// <summary>How a model is fed, by what its file says of itself where this toolkit exported it.</summary>
    /// <exception cref="DistillException">As for <see cref="Find"/>.</exception>
    public static TeacherInput Of(OnnxFile file, OnnxSession whole, ExampleShape examples, InputLayout? layout, IReadOnlyList<string>? featureNames = null)
    {
        if (OwnExport.PiecesOf(file.Model) is { Network: IPieceNetwork pieces } && whole.Inputs is [var slot])
        {
            var view = new ForeignInput(InputLayout.Flat, TakesBytes: true, TakesText: true, Pieces: pieces);
            return new TeacherInput([(slot, 0, examples.Size)], [], view, 2, null);
        }

        var input = Find(file.Path, whole.Inputs, examples, layout, featureNames);
        var range = OwnExport.RangeOf(file.Model);
        return input with { View = input.View with { Range = range, ColorOrder = range is null ? null : ColorOrder.Rgb, TakesText = TakesText(file, input) } };
    }

    /// <exception cref="DistillException">No input takes examples, several might, or its layout cannot be told.</exception>
    public static TeacherInput Find(string path, IReadOnlyList<OnnxSlot> inputs, ExampleShape examples, InputLayout? layout, IReadOnlyList<string>? featureNames = null)
    {
        if (inputs.FirstOrDefault(input => input.Type is null) is { } strange)
        {
            throw new DistillException($"{path} takes {strange}; a teacher takes tensors.");
        }

        var candidates = inputs.Where(input => Floats.Contains(input.Type!.Value) && input.Dims.Count is >= 2 and <= 4).ToList();
        candidates = candidates.Count > 0 ? candidates : [.. inputs.Where(input => input.Type == TensorElementType.UInt8 && input.Dims.Count is >= 2 and <= 4)];
        candidates = candidates.Count > 1 && candidates.Where(input => Fits(input, examples)).ToList() is [var only] ? [only] : candidates;
        var sides = inputs.Except(candidates).ToList();
        if (candidates.Count == 0)
        {
            throw new DistillException(
                $"{path} has no input that takes examples: it takes {string.Join(", ", inputs)}. Expected float or uint8 of 2 to 4 dimensions, the first of them the batch.");
        }

        if (candidates.Count == 1)
        {
            return Single(path, candidates[0], sides, examples, layout);
        }

        var widths = candidates.Select(input => input.Dims is [_, { } width] ? width : -1).ToList();
        return examples.IsFeatures && widths.All(width => width > 0) && widths.Sum() == examples.Channels
            ? Shared(path, candidates, widths, sides, examples, featureNames)
            : throw new DistillException(
                $"{path} takes examples by several inputs: {string.Join(", ", candidates)}. Expected one, or for features several whose "
                + $"numbers add up to those of an example ({examples}).");
    }

    private static bool TakesText(OnnxFile file, TeacherInput input) =>
        input.View is { Layout: InputLayout.Flat, TakesBytes: true } && OwnExport.TextBytesOf(file.Model) is not null;

    private static bool Fits(OnnxSlot input, ExampleShape examples) => input.Dims switch
    {
        [_, var width] => width is null || width == examples.Size,
        _ => !examples.IsFeatures,
    };

    // A table's columns, as ML.NET exports a pipeline that joins them itself.
    // Where each has a column to itself, and the data name theirs, names tell which.
    private static TeacherInput Shared(
        string path, IReadOnlyList<OnnxSlot> inputs, List<int> widths, IReadOnlyList<OnnxSlot> sides, ExampleShape examples, IReadOnlyList<string>? featureNames)
    {
        var order = widths.TrueForAll(width => width == 1) ? FeatureOrder.Of(path, [.. inputs.Select(input => input.Name)], featureNames) : null;
        var parts = inputs.Select((input, i) => (input, order?[i] ?? widths.Take(i).Sum(), widths[i])).ToList();
        return new TeacherInput(parts, sides, new ForeignInput(InputLayout.Flat, examples.Channels), 2, inputs.Select(input => input.Dims[0]).Max());
    }

    private static TeacherInput Single(string path, OnnxSlot input, IReadOnlyList<OnnxSlot> sides, ExampleShape examples, InputLayout? asked)
    {
        var dims = input.Dims;
        var bytes = input.Type == TensorElementType.UInt8;
        var view = dims.Count switch
        {
            2 => new ForeignInput(InputLayout.Flat, dims[1], TakesBytes: bytes),
            3 => new ForeignInput(InputLayout.Nchw, 1, dims[1], dims[2], bytes),
            _ => (asked ?? LayoutOf(dims, examples)) switch
            {
                InputLayout.Nchw => new ForeignInput(InputLayout.Nchw, dims[1], dims[2], dims[3], bytes),
                InputLayout.Nhwc => new ForeignInput(InputLayout.Nhwc, dims[3], dims[1], dims[2], bytes),
                _ => throw new DistillException(
                    $"{path} takes {input}, and its shape does not tell where the channels are. Say it with {ForeignRemedy.Layout}: nchw or nhwc.", ForeignRemedy.Layout),
            },
        };
        if (asked is { } layout && layout != view.Layout)
        {
            throw new DistillException(
                $"{path} takes {input}; {ForeignRemedy.Layout} is {layout.ToString().ToLowerInvariant()}, which does not fit its {dims.Count} dimensions.", ForeignRemedy.Layout);
        }

        return new TeacherInput([(input, 0, examples.Size)], sides, view, dims.Count, dims[0]);
    }

    // 1 or 3 tells, or else what the examples have, where only one of the two places has it.
    private static InputLayout? LayoutOf(IReadOnlyList<int?> dims, ExampleShape examples)
    {
        foreach (var isChannels in new Func<int?, bool>[] { dim => dim is 1 or 3, dim => dim == examples.Channels })
        {
            var (second, last) = (isChannels(dims[1]), isChannels(dims[3]));
            if (second != last)
            {
                return second ? InputLayout.Nchw : InputLayout.Nhwc;
            }
        }

        return null;
    }
}
