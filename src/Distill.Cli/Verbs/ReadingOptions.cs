using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>How files of one's own are read: size and colour of images, the label column of a CSV file, seconds of recordings.</summary>
internal sealed class ReadingOptions
{
    public const string ResizeHelp = "Scale images to this size: 32, or WIDTHxHEIGHT. Needed where sizes differ.";
    public const string ColorHelp = "auto (default), grey or rgb.";
    public const string LabelColumnHelp = "The column of a CSV file that holds the class (default: label, else the last).";

    public const string SecondsHelp = "How much of each recording a model sees, in seconds (default 1).";

    private readonly Option<string?> resize = new("--resize") { HelpName = "SIZE", Description = ResizeHelp };
    private readonly Option<string?> color = new("--color") { HelpName = "KIND", Description = ColorHelp };
    private readonly Option<string?> labelColumn = new("--label-column") { HelpName = "NAME", Description = LabelColumnHelp };
    private readonly Option<double?> seconds = new("--seconds") { HelpName = "S", Description = SecondsHelp };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [resize, color, labelColumn, seconds];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The choices that were typed, checked as a recipe's are.</summary>
    public DataOptions Parse(ParseResult parsed)
    {
        var tree = new JsonObject();
        if (parsed.GetValue(resize) is { } size)
        {
            tree["resize"] = Size(size);
        }

        if (parsed.GetValue(color) is { } kind)
        {
            tree["color"] = kind;
        }

        if (parsed.GetValue(labelColumn) is { } column)
        {
            tree["csv"] = new JsonObject { ["labelColumn"] = column };
        }

        if (parsed.GetValue(seconds) is { } length)
        {
            tree["seconds"] = length;
        }

        return StrictJson.Read<DataOptions>(tree, "options");
    }

    /// <summary>"32" or "48x32" as JSON.</summary>
    public static JsonNode Size(string text, string option = "--resize")
    {
        var parts = text.Split('x');
        return parts.Length <= 2 && parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0)
            ? new JsonObject
            {
                ["width"] = int.Parse(parts[0], CultureInfo.InvariantCulture),
                ["height"] = int.Parse(parts[^1], CultureInfo.InvariantCulture),
            }
            : throw new DistillException($"{option} {text}: expected a size such as 32, or WIDTHxHEIGHT such as 48x32.");
    }
}
