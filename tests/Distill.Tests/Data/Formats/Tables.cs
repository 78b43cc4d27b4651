using System.Globalization;
using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

/// <summary>Tables as tests write and read them.</summary>
internal static class Tables
{
    /// <summary>Rows of three features with fractions, and a class that repeats.</summary>
    public static string Rows(int count = 12, string separator = ",", string classes = "abc", bool classFirst = false) => string.Concat(
        Enumerable.Range(0, count).Select(row =>
        {
            string[] features = [Fraction(row, 0.125), Fraction(row, -1.375), Fraction(count - row, 0.5625)];
            var name = classes[row % classes.Length].ToString();
            return string.Join(separator, classFirst ? [name, .. features] : [.. features, name]) + "\n";
        }));

    public static CsvTable Read(string text, CsvOptions? options = null, CsvTable? training = null) => Read(Encoding.UTF8.GetBytes(text), options, training);

    public static CsvTable Read(byte[] bytes, CsvOptions? options = null, CsvTable? training = null) =>
        CsvReader.ReadTable(new MemoryStream(bytes), "data.csv", options ?? new(), "data", training);

    public static DistillException Refused(string text, CsvOptions? options = null, CsvTable? training = null) =>
        Assert.Throws<DistillException>(() => Read(text, options, training));

    public static float[] Features(this ArraySource source)
    {
        using var batch = new ExampleView(source).Read(0, source.Count);
        return batch.Inputs.data<float>().ToArray();
    }

    public static long[] Labels(this ArraySource source) => new ExampleView(source).Labels();

    private static string Fraction(int row, double step) => (0.0625 + (row * step)).ToString(CultureInfo.InvariantCulture);
}
