using System.Globalization;
using System.Security.Cryptography;
using Distill.Onnx.Schema;

namespace Distill.Onnx.Inference;

/// <summary>Tensors whose numbers lie in another file of the model's folder.</summary>
internal static class ExternalData
{
    /// <summary>Checks a tensor's entry against its file.</summary>
    /// <param name="model">The model's path.</param>
    /// <param name="tensor">Names the file.</param>
    /// <param name="elements">How many numbers it claims.</param>
    /// <returns>The file's name within the model's folder; or what is wrong.</returns>
    public static (string File, string? Problem) Check(string model, TensorProto tensor, long elements)
    {
        var location = Entry(tensor, "location") ?? "";
        if (!StaysInside(location))
        {
            return ("", $"the tensor '{tensor.Name}' lies in '{location}', outside the model's folder");
        }

        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, location));
        if (!file.Exists)
        {
            return ("", $"the tensor '{tensor.Name}' lies in '{location}', and there is no such file beside the model; keep them together");
        }

        if (Number(tensor, "offset", 0) is not { } offset || Number(tensor, "length", -1) is not { } length)
        {
            return ("", $"the tensor '{tensor.Name}' has an offset or length that is no number");
        }

        var needed = TensorSize.Width(tensor.DataType) is { } width ? elements * width : length;
        var available = file.Length - offset;
        return offset < 0 || needed < 0 || available < needed || (length >= 0 && length != needed)
            ? ("", $"the tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Dims)}] needs {needed} bytes, from {offset}, of '{location}', which has {file.Length}")
            : (location, null);
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static byte[] Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }

    // Judged as both systems read paths, whatever system this is.
    private static bool StaysInside(string location) =>
        location.Length > 0
        && !location.Contains('\0', StringComparison.Ordinal)
        && !location.Contains(':', StringComparison.Ordinal)
        && location[0] is not ('/' or '\\')
        && location.Split('/', '\\').All(part => part is not ("" or ".."));

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key, long missing) =>
        Entry(tensor, key) is not { } text ? missing
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
