using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Files;

/// <summary>
/// A safetensors file, memory-mapped for reading. It is checked wholly when opened: the header's claims against the
/// file's length, no holes, no overlaps. Nothing is allocated on the word of a header. Tensors are little-endian.
/// </summary>
internal sealed unsafe class SafeTensorsFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly long dataStart;

    private SafeTensorsFile(string path, long length)
    {
        Path = path;
        map = MemoryMappedFile.CreateFromFile(AtomicFile.OpenRead(path), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, 8));
            if (headerLength > SafeTensorsHeader.LargestLength || (long)headerLength > length - 8)
            {
                throw new DistillException(FileLook.At(path) is { IsKnown: true, Format: not ModelFormat.SafeTensors } look
                    ? $"{path} is not a safetensors file: it looks like {look.Name}."
                    : $"{path} is not a safetensors file: it claims a header of {headerLength} bytes, and the file has {length}.");
            }

            var header = new ReadOnlySpan<byte>(start + 8, (int)headerLength).ToArray();
            dataStart = 8 + (long)headerLength;
            (var entries, Metadata) = SafeTensorsHeader.Parse(header, length - dataStart, path);
            Entries = entries;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>Texts by name that accompany the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name, in the header's order.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="DistillException">The file is missing, unreadable, truncated, or not in this format.</exception>
    public static SafeTensorsFile Open(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length >= 8
                ? new SafeTensorsFile(path, length)
                : throw DistillException.Damaged($"{path} is not a safetensors file: it has {length} bytes, and the format begins with 8.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DistillException($"{path} cannot be opened: there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>The description of a tensor.</summary>
    /// <exception cref="DistillException">There is none of that name; the message names the nearest.</exception>
    public TensorEntry Entry(string name) => Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new DistillException($"{Path} has no tensor '{name}'.{NearMiss.Question(name, Entries.Keys)}");

    /// <summary>The bytes of a tensor in the mapped file; valid until this object is disposed.</summary>
    /// <exception cref="DistillException">There is no tensor of that name.</exception>
    /// <exception cref="ArgumentException">The tensor has 2 GB or more; ask for parts of it.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var entry = Entry(name);
        return entry.Length <= int.MaxValue
            ? Bytes(entry, 0, (int)entry.Length)
            : throw new ArgumentException($"{name} has {entry.Length} bytes; ask for parts of it", nameof(name));
    }

    /// <summary>A part of the bytes of a tensor; valid until this object is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside the tensor.</exception>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int length)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.Length - length);
        return new ReadOnlySpan<byte>(start + dataStart + entry.Offset + offset, length);
    }

    /// <summary>A copy of a tensor, of its type in the file and its shape. The caller disposes it.</summary>
    /// <exception cref="DistillException">There is no tensor of that name, or libtorch has no such type.</exception>
    public Tensor Read(string name)
    {
        var entry = Entry(name);
        if (!TensorTypes.TryScalarType(entry.Type, out var scalar))
        {
            throw new DistillException($"{Path}: tensor '{name}' has type {TensorTypes.Name(entry.Type)}, which libtorch does not compute with.");
        }

        var tensor = empty([.. entry.Shape], scalar.Value);
        try
        {
            Bytes(name).CopyTo(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (view is { SafeMemoryMappedViewHandle.IsClosed: false })
        {
            if (start is not null)
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
            }

            view.Dispose();
        }

        map.Dispose();
    }
}
