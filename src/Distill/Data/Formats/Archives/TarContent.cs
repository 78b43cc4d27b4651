using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The bytes of one tar entry within the archive's stream.</summary>
internal sealed class TarContent(Stream archive, long length, string where) : Stream
{
    private readonly long length = length;
    private long left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => length - left;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (left == 0 || buffer.Length == 0)
        {
            return 0;
        }

        var read = archive.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (read == 0)
        {
            throw DistillException.Damaged($"{where} ends within an entry, {left} bytes early. It is cut short: fetch it again.");
        }

        left -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
