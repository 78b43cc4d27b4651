using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Jobs.Predicting;

/// <summary>A table whose rows a model is asked about: with a class in one column, or without any.</summary>
/// <param name="name">What to call it in messages.</param>
/// <param name="open">Opens its text, as often as it is asked.</param>
internal sealed class RowTable(string name, Func<Stream> open)
{
    /// <summary>Reads all rows.</summary>
    /// <param name="features">How many features a row must have, a class apart.</param>
    /// <param name="options">How the model's training read tables.</param>
    /// <param name="labelColumn">The column that holds a class; null finds it where there is one column too many.</param>
    /// <exception cref="DistillException">The table is damaged, or has another number of columns.</exception>
    public ArraySource Read(int features, CsvOptions options, string? labelColumn)
    {
        options = options with { ClassNames = null };
        if (labelColumn is not null)
        {
            return Fitting(Parse(options with { LabelColumn = labelColumn }), features, 1);
        }

        if (TryParse(options with { LabelColumn = "" }, out var whole) is not { } problem)
        {
            // One column too many is the class, be it of numbers or not.
            return whole!.Shape.Channels == features + 1 ? Labelled(features, options) : Fitting(whole, features, 0);
        }

        return TryParse(options, out var labelled) is null || TryParse(options with { LabelColumn = null }, out labelled) is null
            ? Fitting(labelled!, features, 1)
            : throw problem;
    }

    private ArraySource Labelled(int features, CsvOptions options) =>
        TryParse(options, out var known) is null ? Fitting(known!, features, 1) : Fitting(Parse(options with { LabelColumn = null }), features, 1);

    private ArraySource Fitting(ArraySource table, int features, int labels) => table.Shape.Channels == features
        ? table
        : throw new DistillException(
            $"{name} has {table.Shape.Channels + labels} columns, and the model takes {features} features: expected {features} columns, or one more with a class.");

    private ArraySource Parse(CsvOptions options)
    {
        using var text = open();
        return CsvReader.Read(text, name, options, name);
    }

    private DistillException? TryParse(CsvOptions options, out ArraySource? table)
    {
        try
        {
            table = Parse(options);
            return null;
        }
        catch (DistillException problem)
        {
            table = null;
            return problem;
        }
    }
}
