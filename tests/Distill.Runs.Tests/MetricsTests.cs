using CsCheck;
using Distill.Runs.Metrics;

namespace Distill.Runs.Tests;

public sealed class MetricsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string MetricsPath => folder.File("metrics.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_come_back_as_written_also_those_that_are_not_finite()
    {
        using (var writer = new MetricsWriter(MetricsPath))
        {
            writer.Report(Record(1, 0.1));
            writer.Report(Record(2, double.NaN));
            writer.Report(Record(3, double.NegativeInfinity));
        }

        var read = MetricsRecord.Read(MetricsPath).ToList();

        Assert.Equal([1L, 2L, 3L], read.Select(record => record.Step));
        Assert.Equal([0.1, double.NaN, double.NegativeInfinity], read.Select(record => record.Values["loss"]));
        Assert.Equal(
            """{"step":1,"epoch":0.5,"kind":"train","values":{"loss":0.1}}""",
            File.ReadLines(MetricsPath).First());
    }

    [Fact]
    public void A_file_cut_anywhere_reads_as_its_whole_lines_and_is_mended_by_opening()
    {
        using (var writer = new MetricsWriter(MetricsPath))
        {
            for (var step = 1; step <= 5; step++)
            {
                writer.Report(Record(step, step));
            }
        }

        var whole = File.ReadAllBytes(MetricsPath);
        Gen.Int[0, whole.Length].Sample(
            length =>
            {
                File.WriteAllBytes(MetricsPath, whole[..length]);
                var lines = whole.Take(length).Count(letter => letter == '\n');
                Assert.Equal(lines, MetricsRecord.Read(MetricsPath).Count());
                using (var writer = new MetricsWriter(MetricsPath))
                {
                    writer.Report(Record(9, 9));
                }

                Assert.Equal([.. Enumerable.Range(1, lines).Select(step => (long)step), 9L], Steps());
            },
            threads: 1);
    }

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(3, new long[] { 1, 2, 3, 3 })]
    [InlineData(99, new long[] { 1, 2, 3, 3, 4, 5 })]
    public void Resuming_cuts_the_records_of_later_steps(long step, long[] expected)
    {
        using (var writer = new MetricsWriter(MetricsPath))
        {
            foreach (var written in new long[] { 1, 2, 3, 3, 4, 5 })
            {
                writer.Report(Record(written, written));
            }
        }

        MetricsWriter.ResumeAfter(MetricsPath, step).Dispose();

        Assert.Equal(expected, Steps());
    }

    [Fact]
    public void A_reader_sees_what_a_writer_has_written_so_far()
    {
        using var writer = new MetricsWriter(MetricsPath);
        writer.Report(Record(1, 1));
        Assert.Equal([1L], Steps());
        writer.Report(Record(2, 2));
        Assert.Equal([1L, 2L], Steps());
    }

    [Fact]
    public void A_second_writer_is_refused_before_it_cuts_anything()
    {
        using (var writer = new MetricsWriter(MetricsPath))
        {
            writer.Report(Record(1, 1));
            var refused = Assert.Throws<DistillException>(() => MetricsWriter.ResumeAfter(MetricsPath, 0)).Message;
            Assert.Contains("is being worked on by process", refused, StringComparison.Ordinal);
            writer.Report(Record(2, 2));
        }

        Assert.Equal([1L, 2L], Steps());
        using var next = new MetricsWriter(MetricsPath);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        var values = Enumerable.Range(0, 5000).ToDictionary(i => $"value{i}", i => (double)i);
        using (var writer = new MetricsWriter(MetricsPath))
        {
            writer.Report(Record(1, 1));
            writer.Report(new MetricsRecord(2, 1, MetricsKind.Evaluation, values));
        }

        Assert.Equal(values, MetricsRecord.Read(MetricsPath).Last().Values);
    }

    [Theory]
    [InlineData("null\n")]
    [InlineData("\n")]
    [InlineData("{\"step\":1,\"epoch\":0,\"kind\":\"train\",\"values\":null}\n")]
    [InlineData("{\"step\":1e99,\"epoch\":0,\"kind\":\"train\",\"values\":{}}\n")]
    [InlineData("{\"step\":1,\"epoch\":0,\"kind\":\"lunch\",\"values\":{}}\n")]
    public void A_whole_line_that_is_no_record_is_named(string content)
    {
        File.WriteAllText(MetricsPath, "{\"step\":1,\"epoch\":0,\"kind\":\"train\",\"values\":{}}\n" + content);
        var error = Assert.Throws<DistillException>(() => MetricsRecord.Read(MetricsPath).Count());
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        File.WriteAllBytes(MetricsPath, new byte[3 << 20]);
        Assert.Throws<DistillException>(() => MetricsRecord.Read(MetricsPath).Count());
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            MetricsPath,
            Assert.Throws<DistillException>(() => MetricsRecord.Read(MetricsPath).Count()).Message,
            StringComparison.Ordinal);

    private static MetricsRecord Record(long step, double loss) =>
        new(step, 0.5, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = loss });

    private IEnumerable<long> Steps() => MetricsRecord.Read(MetricsPath).Select(record => record.Step);
}
