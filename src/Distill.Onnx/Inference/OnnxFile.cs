using Distill.Files;
using Distill.Onnx.Export.Strings;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;

namespace Distill.Onnx.Inference;

/// <summary>
/// An ONNX file, read and checked before ONNX Runtime sees it: parsed within limits, numbers of its tensors compared with
/// their bytes, external data within its folder.
/// </summary>
internal sealed class OnnxFile
{
    private OnnxFile(string path, byte[] bytes, ModelProto model, IReadOnlyList<string> externalFiles)
    {
        Path = path;
        Bytes = bytes;
        Model = model;
        ExternalFiles = externalFiles;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The folder of external data.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The model in ONNX's format.</summary>
    public byte[] Bytes { get; }

    /// <summary>The same, parsed.</summary>
    public ModelProto Model { get; }

    /// <summary>Files that hold tensors of the model, by their names within <see cref="Folder"/>.</summary>
    public IReadOnlyList<string> ExternalFiles { get; }

    /// <summary>Reads and checks.</summary>
    /// <exception cref="DistillException">The file is missing, unreadable, no ONNX model, damaged, or reaches outside its folder.</exception>
    public static OnnxFile Open(string path)
    {
        var look = FileLook.At(path);
        if (look.Format is ModelFormat.SafeTensors or ModelFormat.PyTorchArchive)
        {
            throw new DistillException($"{path} is no ONNX model; it looks like {look.Name}.");
        }

        try
        {
            var length = new FileInfo(path).Length;
            return length <= Array.MaxLength
                ? Of(path, File.ReadAllBytes(path), look)
                : throw new DistillException($"{path} has {length} bytes; an ONNX file has less than 2 GiB, with its weights in files beside it.");
        }
        catch (Exception error) when (error is IOException and not InvalidProtocolBufferException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The same model with some values of its graph as its only outputs: what does not lead there is not computed.</summary>
    public OnnxFile Giving(params IReadOnlyList<string> outputs)
    {
        var model = Model.Clone();
        var known = model.Graph.Output.Concat(model.Graph.ValueInfo).ToLookup(value => value.Name, StringComparer.Ordinal);
        model.Graph.Output.Clear();
        model.Graph.Output.AddRange(outputs.Select(output => known[output].FirstOrDefault() ?? new ValueInfoProto { Name = output }));
        return new OnnxFile(Path, model.ToByteArray(), model, ExternalFiles);
    }

    /// <summary>Covers every byte, external data included.</summary>
    public Fingerprint Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        builder.Add("onnx").Add(Bytes);
        foreach (var file in ExternalFiles)
        {
            builder.Add(file).Add(ExternalData.Hash(System.IO.Path.Combine(Folder, file)));
        }

        return builder.Build();
    }

    private static OnnxFile Of(string path, byte[] bytes, FileLook look)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw DistillException.Damaged(
                look.Format == ModelFormat.Onnx
                    ? $"{path} is a damaged or truncated ONNX model: {error.Message}"
                    : $"{path} is no ONNX model; it looks like {look.Name}.",
                error);
        }

        if (model.Graph is null || model.Graph.Node.Count + model.Graph.Output.Count == 0)
        {
            throw new DistillException($"{path} is no ONNX model: it holds no graph; it looks like {look.Name}.");
        }

        var changed = StringInput.Remove(model);
        var check = new ModelCheck(path);
        check.Check(model);
        return new OnnxFile(path, FreeZeros(model) || changed ? model.ToByteArray() : bytes, model, check.ExternalFiles);
    }

    // Some exporters write 0 for a size that is known only when the model runs; ONNX Runtime would take no other.
    private static bool FreeZeros(ModelProto model)
    {
        var zeros = model.Graph.Input.Concat(model.Graph.Output).Concat(model.Graph.ValueInfo)
            .SelectMany(value => value.Type?.TensorType?.Shape?.Dim ?? [])
            .Where(dim => dim is { HasDimValue: true, DimValue: 0 })
            .ToList();
        zeros.ForEach(dim => dim.ClearValue());
        return zeros.Count > 0;
    }
}
