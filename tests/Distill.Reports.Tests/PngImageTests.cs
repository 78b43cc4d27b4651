using System.Buffers.Binary;
using System.IO.Compression;
using Distill.Reports.Images;
using Distill.Runs.Results;

namespace Distill.Reports.Tests;

public sealed class PngImageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pixels_come_back_in_the_order_of_png(int channels)
    {
        const int width = 3, height = 2;
        var pixels = Enumerable.Range(0, channels * width * height).Select(i => (byte)(i * 7)).ToArray();

        var png = PngImage.Encode(new SampleImage(width, height, channels, pixels));
        var chunks = Chunks(png);

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, width, 0, 0, 0, height, 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0], chunks[0].Content);
        var expected = new List<byte>();
        for (var y = 0; y < height; y++)
        {
            expected.Add(0);
            for (var x = 0; x < width; x++)
            {
                expected.AddRange(Enumerable.Range(0, channels).Select(channel => pixels[(channel * width * height) + (y * width) + x]));
            }
        }

        var inflated = new MemoryStream();
        new ZLibStream(new MemoryStream(chunks[1].Content), CompressionMode.Decompress).CopyTo(inflated);
        Assert.Equal(expected, inflated.ToArray());
    }

    [Fact]
    public void The_last_chunk_has_the_checksum_that_every_png_ends_with() => Assert.Equal(
        [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82],
        PngImage.Encode(new SampleImage(1, 1, 1, new byte[1]))[^12..]);

    // The checksum is that of gzip, so the runtime's own gzip says whether ours is right.
    private static List<(string Type, byte[] Content)> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<(string, byte[])>();
        for (var position = 8; position < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position));
            var typed = png.AsSpan(position + 4, length + 4).ToArray();
            Assert.Equal(GzipChecksum(typed), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(position + 8 + length)));
            chunks.Add((System.Text.Encoding.ASCII.GetString(typed, 0, 4), typed[4..]));
            position += 12 + length;
        }

        return chunks;
    }

    private static uint GzipChecksum(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(zipped.ToArray().AsSpan()[^8..]);
    }
}
