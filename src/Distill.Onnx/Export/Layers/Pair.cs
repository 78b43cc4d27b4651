namespace Distill.Onnx.Export.Layers;

/// <summary>Settings for rows and columns, which layers keep as no number, one for both, or two.</summary>
internal static class Pair
{
    public static long[] Of(long[]? numbers, long otherwise = 1) => numbers switch
    {
        null or [] => [otherwise, otherwise],
        [var both] => [both, both],
        _ => numbers,
    };
}
