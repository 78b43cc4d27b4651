using System.Buffers.Binary;
using System.Text;
using Distill.Reports.TensorBoard;
using Distill.Runs;
using Distill.Runs.Metrics;

namespace Distill.Reports.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62A8AB43u)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46DD794Eu)]
    [InlineData("313233343536373839", 0xE3069283u)]
    public void Checksums_are_those_of_the_standard(string bytes, uint expected) =>
        Assert.Equal(expected, MaskedCrc32C.Plain(Convert.FromHexString(bytes)));

    [Fact]
    public void A_reader_of_its_own_finds_every_value()
    {
        using (var writer = new EventFileWriter(folder.File("events"), clock: new FixedClock()))
        {
            writer.Report(Record(300, MetricsKind.Train, ("loss", 2.25), ("rate", 1e-3)));
            writer.Report(Record(300, MetricsKind.Evaluation, ("nll", double.NaN)));
        }

        var file = Assert.Single(Directory.GetFiles(folder.File("events")));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        Assert.Equal(
            [
                "time 1700000000.5 version brain.Event:2",
                "time 1700000000.5 step 300 train/loss=2.25 train/rate=0.001",
                "time 1700000000.5 step 300 evaluation/nll=NaN",
            ],
            Records(File.ReadAllBytes(file)).Select(record => Event(record)));
    }

    [Fact]
    public void A_resumed_run_writes_a_later_file_that_begins_after_its_step()
    {
        var events = folder.File("events");
        new EventFileWriter(events, clock: new FixedClock()).Dispose();
        new EventFileWriter(events, resumeAfter: 41, clock: new FixedClock()).Dispose();

        var files = Directory.GetFiles(events).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        Assert.Equal("time 1700000000.5 step 42 session 1", Event(Records(File.ReadAllBytes(files[1])).Last()));
    }

    [Fact]
    public void Events_can_be_read_while_the_writer_is_open()
    {
        using var writer = new EventFileWriter(folder.Path);
        writer.Report(Record(1, MetricsKind.Train, ("loss", 1)));
        using var stream = new FileStream(Directory.GetFiles(folder.Path).Single(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Equal(2, Records(bytes).Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_users_mistake()
    {
        File.WriteAllText(folder.File("taken"), "");
        Assert.Throws<DistillException>(() => new EventFileWriter(folder.File("taken")));
    }

    private static MetricsRecord Record(long step, MetricsKind kind, params (string Name, double Value)[] values) =>
        new(step, 1.5, kind, values.ToDictionary(value => value.Name, value => value.Value));

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var position = 0; position < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(position));
            Assert.Equal(NaiveChecksum(file[position..(position + 8)]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 8)));
            var data = file[(position + 12)..(position + 12 + length)];
            Assert.Equal(NaiveChecksum(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 12 + length)));
            position += 16 + length;
            yield return data;
        }
    }

    // Bit by bit, from the polynomial 0x1EDC6F41 in reflected order.
    private static uint NaiveChecksum(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var carry = ((crc ^ (uint)(value >> bit)) & 1) == 1;
                crc = (crc >> 1) ^ (carry ? 0x82F63B78u : 0);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    private static string Event(byte[] message) => string.Join(' ', Fields(message).Select(field => field.Number switch
    {
        1 => $"time {BitConverter.ToDouble(field.Bytes)}",
        2 => $"step {field.Value}",
        3 => $"version {Encoding.UTF8.GetString(field.Bytes)}",
        5 => string.Join(' ', Fields(field.Bytes).Select(value => Scalar([.. Fields(value.Bytes)]))),
        7 => $"session {Fields(field.Bytes).Single().Value}",
        _ => $"unknown {field.Number}",
    }));

    private static string Scalar(List<(int Number, long Value, byte[] Bytes)> fields)
    {
        var tag = Encoding.UTF8.GetString(fields.Single(field => field.Number == 1).Bytes);
        return $"{tag}={BitConverter.ToSingle(fields.Single(field => field.Number == 2).Bytes)}";
    }

    private static IEnumerable<(int Number, long Value, byte[] Bytes)> Fields(byte[] message)
    {
        var position = 0;
        long Varint()
        {
            var value = 0L;
            for (var shift = 0; ; shift += 7)
            {
                var part = message[position++];
                value |= (long)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }
        }

        while (position < message.Length)
        {
            var tag = Varint();
            var value = (tag & 7) is 0 or 2 ? Varint() : 0;
            var length = (tag & 7) switch { 0 => 0, 1 => 8, 2 => (int)value, 5 => 4, _ => throw new InvalidDataException() };
            yield return ((int)(tag >> 3), value, message[position..(position + length)]);
            position += length;
        }
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);
    }
}
