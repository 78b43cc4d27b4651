using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Datasets;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The examples that a model takes and the classes that it tells apart: as a data set has them, or typed.</summary>
internal sealed class ExampleOptions
{
    private readonly Option<string?> data = new("--data") { Description = "Shape and classes of this data set: a name from 'distill data list', or a path.", HelpName = "NAME|PATH" };
    private readonly Option<string?> input = new("--input") { Description = "In place of --data: the shape, 3x32x32 for images or 64 for features.", HelpName = "SHAPE" };
    private readonly Option<string?> classes = new("--classes") { Description = "With --input: how many classes, or a file with one name a line.", HelpName = "N|FILE" };
    private readonly ReadingOptions reading = new();

    public void AddTo(Command command)
    {
        command.Add(data);
        command.Add(input);
        command.Add(classes);
        reading.AddTo(command);
    }

    /// <summary>The shape of an example and the names of the classes.</summary>
    /// <exception cref="DistillException">Both ways are used, or neither, or what was typed is not right.</exception>
    public (ExampleShape Input, IReadOnlyList<string> ClassNames) Parse(ParseResult parsed, Screen screen, CancellationToken cancellationToken)
    {
        var (set, shape, names) = (parsed.GetValue(data), parsed.GetValue(input), parsed.GetValue(classes));
        if (set is not null && shape is null && names is null)
        {
            using var progress = screen.Progress();
            var train = DataSets.Read(set, reading.Parse(parsed), progress.Context(cancellationToken)).Train.Examples;
            return (train.Shape, [.. train.ClassNames]);
        }

        if (set is not null || shape is null || names is null)
        {
            throw new DistillException("Give either --data, or --input and --classes.");
        }

        parsed.Refuse("without --data", reading.All);
        return (Shape(shape), Names(names));
    }

    private static ExampleShape Shape(string text)
    {
        var sides = text.Split('x').Select(side => int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return sides switch
        {
            [> 0 and var features] => ExampleShape.Features(features),
            [> 0 and var channels, > 0 and var height, > 0 and var width] => new ExampleShape(channels, height, width),
            _ => throw new DistillException($"--input {text}: expected CHANNELSxHEIGHTxWIDTH such as 3x32x32, or the number of features."),
        };
    }

    /// <summary>Names of classes: a file with one a line, or how many there are.</summary>
    /// <exception cref="DistillException">It is neither, or names a class twice.</exception>
    public static IReadOnlyList<string> Names(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count is >= 2 and <= 1 << 20
                ? [.. Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture))]
                : throw new DistillException($"--classes {text}: expected 2 to {1 << 20} classes.")
            : File.Exists(text)
                ? Different([.. File.ReadLines(text).Select(line => line.Trim()).Where(line => line.Length > 0)], text)
                : throw new DistillException($"--classes {text}: expected a number, or a file with one name a line.");

    private static IReadOnlyList<string> Different(IReadOnlyList<string> names, string file) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new DistillException($"--classes {file} names '{twice.Key}' {twice.Count()} times; expected different classes.")
            : names;
}
