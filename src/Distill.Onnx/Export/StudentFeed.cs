using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Models.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Export;

/// <summary>Examples as an application feeds them to an exported student.</summary>
internal sealed class StudentFeed(OnnxExportOptions options)
{
    private readonly PieceVocabulary? vocabulary = options.Pieces?.Pieces();

    /// <summary>Some examples as an input of ONNX Runtime; the caller disposes it.</summary>
    public OrtValue Read(ExampleView view, int first, int count)
    {
        var shape = view.Shape;
        var raw = new byte[count * shape.Size * view.ElementType.Bytes()];
        view.CopyExamples(first, count, raw);
        if (view.ElementType == ElementType.Text)
        {
            return options.Strings ? Strings(raw, count, shape.Size) : vocabulary is null ? Texts(raw, count, shape.Size) : Pieces(raw, count, shape.Size, vocabulary);
        }

        long[] size = shape.IsFeatures ? [count, shape.Channels] : [count, shape.Channels, shape.Height, shape.Width];
        return options.Input == InputType.U8
            ? OrtValue.CreateTensorValueFromMemory(raw, size)
            : OrtValue.CreateTensorValueFromMemory(Floats(raw, view), size);
    }

    private static OrtValue Strings(byte[] raw, int count, int size)
    {
        var strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [count]);
        for (var text = 0; text < count; text++)
        {
            strings.StringTensorSetElementAt(PaddedText.Bytes(raw.AsSpan(text * size, size)), text);
        }

        return strings;
    }

    private OrtValue Pieces(byte[] raw, int count, int size, PieceVocabulary pieces)
    {
        var (rows, longest) = pieces.Padded(raw.AsSpan(0, count * size), size, options.Pieces!.Length);
        return OrtValue.CreateTensorValueFromMemory(rows, [count, longest]);
    }

    // As many bytes as the longest has, and one at least.
    private static OrtValue Texts(byte[] raw, int count, int size)
    {
        var longest = Math.Max(1, Enumerable.Range(0, count).Max(text => raw.AsSpan(text * size, size).LastIndexOfAnyExcept((byte)0) + 1));
        var trimmed = new byte[count * longest];
        for (var text = 0; text < count; text++)
        {
            raw.AsSpan(text * size, longest).CopyTo(trimmed.AsSpan(text * longest));
        }

        return OrtValue.CreateTensorValueFromMemory(trimmed, [count, longest]);
    }

    // A byte of 255 counts as 1, and real numbers as they are, wherever a model normalises.
    private float[] Floats(byte[] raw, ExampleView view)
    {
        var white = options.AsTheyAre(view.Shape) || options.Range == PixelRange.Unit ? 1f : byte.MaxValue;
        return view.ElementType == ElementType.Pixel
            ? Array.ConvertAll(raw, pixel => white == 1 ? pixel / (float)byte.MaxValue : pixel)
            : [.. MemoryMarshal.Cast<byte, float>(raw).ToArray().Select(number => number * white)];
    }
}
