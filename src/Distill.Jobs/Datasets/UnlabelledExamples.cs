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
    /// <param name="data">Names of sets, or paths.</param>
    /// <param name="variations">How many of each example.</param>
    /// <param name="keys">Where the recipe has them, for example "data.".</param>
    public static IEnumerable<string> Problems(IReadOnlyList<string> data, int variations, string keys) => new ProblemList
    {
        { data.Any(string.IsNullOrWhiteSpace), $"{keys}unlabelled holds an empty name; expected names of sets, or paths" },
        { data.Distinct(StringComparer.Ordinal).Count() != data.Count, $"{keys}unlabelled names the same data twice; their examples would count twice" },
        { variations is < 0 or > VariedExamples.Most, $"{keys}variations is {variations}; expected 0 to {VariedExamples.Most}" },
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
    /// <param name="variations">How many variations of each example come, too.</param>
    /// <param name="seed">Decides the variations.</param>
    /// <param name="reading">How the labelled examples were read.</param>
    /// <param name="context">Told what was left out, and how many examples came; its token stops the work.</param>
    /// <returns>All; null where there are no others.</returns>
    /// <exception cref="DistillException">There is no such set or path, its examples are unlike the others, or there are variations of what has none.</exception>
    public static TransferSource? Beside(ExampleView train, IReadOnlyList<string> data, int variations, long seed, DataOptions reading, JobContext context)
    {
        if (data.Count == 0 && variations == 0)
        {
            return null;
        }

        var transfer = new TransferSource(train.Source, Sources(data, train, reading, context), variations, seed);
        if (data.Count > 0)
        {
            context.Say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{transfer.Unlabelled:N0} unlabelled examples of {string.Join(", ", data)} come beside those of {train.Name}."));
        }

        return transfer;
    }

    /// <summary>Examples of no class, to see whether a model is less sure of them.</summary>
    /// <param name="test">The test examples that they are told from.</param>
    /// <param name="data">Names of sets, or paths.</param>
    /// <param name="reading">How the test examples were read.</param>
    /// <param name="context">Told what was left out; its token stops the work.</param>
    /// <returns>All of them; null where none are named.</returns>
    /// <exception cref="DistillException">There is no such set or path, its examples are unlike the others, or there are none.</exception>
    public static ExampleView? Outside(ExampleView test, IReadOnlyList<string> data, DataOptions reading, JobContext context)
    {
        if (data.Count == 0)
        {
            return null;
        }

        var joined = new TransferSource(test.Source, Sources(data, test, reading, context));
        if (joined.Unlabelled == 0)
        {
            throw new DistillException($"{string.Join(", ", data)} holds no examples, so there are none of no class.");
        }

        return new ExampleView(joined).Subset([.. Enumerable.Range(joined.Count - joined.Unlabelled, joined.Unlabelled)], string.Join(", ", data));
    }

    private static IExampleSource[] Sources(IReadOnlyList<string> data, ExampleView others, DataOptions reading, JobContext context) =>
        [.. data.Select(name => DataSets.Beside(name, Like(name, others, reading), others, context))];

    // Images come to the size and the colours of those that they come beside.
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
                Resize = new ImageSize(train.Shape.Width, train.Shape.Height),
                Color = train.Shape.Channels == 1 ? ImageColor.Grey : ImageColor.Rgb,
            },
            _ => reading,
        };
    }
}
