using System.Globalization;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Images;
using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>Data that come beside labelled ones, to learn from by a teacher's answers alone.</summary>
internal static class UnlabelledExamples
{
    /// <summary>What is wrong with the names or paths, one sentence each.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> data, string key) => new ProblemList
    {
        { data.Any(string.IsNullOrWhiteSpace), $"{key} holds an empty name; expected names of sets, or paths" },
        { data.Distinct(StringComparer.Ordinal).Count() != data.Count, $"{key} names the same data twice; their examples would count twice" },
    };

    /// <summary>Finds out before a run is made that there are such data; nothing is fetched or read.</summary>
    /// <exception cref="DistillException">There is no such set or path.</exception>
    public static void Require(IReadOnlyList<string> data, DataOptions reading)
    {
        foreach (var name in data)
        {
            DataSets.Require(name, Like(name, null, reading));
        }
    }

    /// <summary>Joins them to the examples that they come beside.</summary>
    /// <param name="train">The examples with labels.</param>
    /// <param name="data">Names of sets, or paths.</param>
    /// <param name="reading">How the labelled examples were read.</param>
    /// <param name="context">Told what was left out, and how many examples came; its token stops the work.</param>
    /// <returns>Both; null where no data are named.</returns>
    /// <exception cref="DistillException">There is no such set or path, or its examples are unlike the others.</exception>
    public static TransferSource? Beside(ExampleView train, IReadOnlyList<string> data, DataOptions reading, JobContext context)
    {
        if (data.Count == 0)
        {
            return null;
        }

        var transfer = new TransferSource(train.Source, [.. data.Select(name => DataSets.Beside(name, Like(name, train, reading), train, context))]);
        context.Say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{transfer.Unlabelled:N0} unlabelled examples of {string.Join(", ", data)} come beside those of {train.Name}."));
        return transfer;
    }

    private static DataOptions Like(string name, ExampleView? train, DataOptions reading)
    {
        if (DataSets.Knows(name))
        {
            return new DataOptions { Text = reading.Text };
        }

        reading = reading with { TestPart = null };
        return train switch
        {
            // What was said of columns is of a table, which a file of lines is not.
            { ElementType: ElementType.Text } when Path.GetExtension(name).Equals(".txt", StringComparison.OrdinalIgnoreCase) =>
                new DataOptions { Text = new TextOptions { Bytes = train.Shape.Channels }, Csv = new CsvOptions { Encoding = reading.Csv.Encoding } },
            { ElementType: ElementType.Pixel, Shape.IsFeatures: false } => reading with
            {
                Resize = new ImageSize(train.Shape.Width, train.Shape.Height), Color = train.Shape.Channels == 1 ? ImageColor.Grey : ImageColor.Rgb,
            },
            _ => reading,
        };
    }
}
