using System.Text;
using Microsoft.ML.OnnxRuntime;
// ASP.NET Core, which brings its names to every file of a web application, has one of its own.
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

/// <summary>PNG and JPEG by ONNX Runtime's extensions: an ONNX graph of one node, the bytes of a file in, pixels out.</summary>
internal sealed class ImageDecoder : IDisposable
{
    private const string Domain = "com.microsoft.extensions";
    private const int Bytes = 2;

    private readonly InferenceSession session;

    public ImageDecoder()
    {
        using var options = new SessionOptions();
        options.RegisterOrtExtensions();
        session = new InferenceSession(Graph(), options);
    }

    /// <summary>The image in a file.</summary>
    /// <exception cref="InvalidDataException">The file is missing, unreadable, or neither PNG nor JPEG.</exception>
    public Image Decode(string path) => InputFile.Read(path, "a PNG or JPEG image", file => Decode(path, File.ReadAllBytes(file)));

    /// <summary>The image in the bytes of a file.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InvalidDataException">They are neither a PNG nor a JPEG.</exception>
    public Image Decode(string name, byte[] file)
    {
        var isPng = file.AsSpan().StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47 });
        var isJpeg = file.AsSpan().StartsWith(new byte[] { 0xFF, 0xD8, 0xFF });
        if (!isPng && !isJpeg)
        {
            throw new InvalidDataException($"{name}: not a PNG or JPEG image.");
        }

        using var encoded = OrtValue.CreateTensorValueFromMemory(file, [file.Length]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["file"], [encoded], ["image"]);
        var shape = outputs[0].GetTensorTypeAndShape().Shape;
        var (height, width, channels) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var decoded = outputs[0].GetTensorDataAsSpan<byte>();
        var values = new float[decoded.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // Blue comes first in the decoder's pixels and last in the student's.
            values[i] = decoded[i - (i % channels) + (channels - 1 - (i % channels))];
        }

        return new Image(channels, height, width, values).Turn(Orientation.Of(file));
    }

    public void Dispose() => session.Dispose();

    // ONNX files are protocol buffers; this one is so small that it is written by hand.
    private static byte[] Graph()
    {
        byte[][] node = [Text(1, "file"), Text(2, "image"), Text(4, "DecodeImage"), Text(7, Domain)];
        byte[][] graph = [Message(1, node), Text(2, "decode"), Value(11, "file", rank: 1), Value(12, "image", rank: 3)];
        return
        [
            .. Number(1, 8),
            .. Message(8, [Text(1, ""), Number(2, 17)]),
            .. Message(8, [Text(1, Domain), Number(2, 1)]),
            .. Message(7, graph),
        ];
    }

    private static byte[] Value(int field, string name, int rank)
    {
        var sizes = Enumerable.Range(0, rank).Select(axis => Message(1, [Text(2, $"{name}{axis}")]));
        return Message(field, [Text(1, name), Message(2, [Message(1, [Number(1, Bytes), Message(2, [.. sizes])])])]);
    }

    private static byte[] Text(int field, string text) => Message(field, [Encoding.UTF8.GetBytes(text)]);

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Message(int field, byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        // A length takes seven bits a byte, the lowest first.
        byte[] length = content.Length < 128 ? [(byte)content.Length] : [(byte)(content.Length | 128), (byte)(content.Length >> 7)];
        return [(byte)((field << 3) | 2), .. length, .. content];
    }
}
