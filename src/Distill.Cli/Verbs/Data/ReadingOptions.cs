using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Images;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>How files of one's own are read: size and colour of images, columns and text of CSV files, seconds of recordings, length of texts.</summary>
internal sealed class ReadingOptions
{
    public const string ResizeHelp = "Scale images to this size: 32, or WIDTHxHEIGHT. Needed where sizes differ.";
    public const string ColorHelp = "auto (default), grey or rgb.";
    public const string LabelColumnHelp = "The column of a CSV file that holds the class (default: label, else the last).";
    public const string IgnoreColumnsHelp = "Columns of a CSV file that are no features: a,b; \"\" for none (default: those that number the rows).";
    public const string HeaderHelp = "Whether the first line of a CSV file names the columns: yes or no (default: told by the lines below it).";
    public const string SeparatorHelp = "What stands between fields of a CSV file: comma, semicolon, tab, bar, space, or one character (default: found).";
    public const string EncodingHelp = "The encoding of a CSV file: windows-1252, latin1, cp949, shift_jis, gbk, ... (default: UTF-8, or as its mark says).";

    public const string FitHelp = "How images of another shape come to --resize: stretch (default), crop or pad.";
    public const string BackgroundHelp = "What transparency of images is laid over: black (default), white, or #rrggbb.";
    public const string SkipDamagedHelp = "Leave damaged images and recordings out, instead of refusing them.";
    public const string TestPartHelp = "The folder of images or recordings that is the test part (default: told by its name and its labels).";
    public const string ClassDepthHelp = "Which folder of an image's path is its class: 1 (default) for the first below its part, 2 for one in it, ...";
    public const string NamesHelp = "The encoding of an archive's names that are not UTF-8: cp949, shift_jis, gbk, cp437, ...";
    public const string SecondsHelp = "How much of each recording a model sees, in seconds (default 1).";

    public const string TextColumnHelp = "The column or key that holds the texts (default: text or the like, else the one of sentences).";
    public const string TextBytesHelp = "How many bytes of a text a model sees (default 1024).";

    private readonly Option<string?> resize = new("--resize") { HelpName = "SIZE", Description = ResizeHelp };
    private readonly Option<string?> color = new("--color") { HelpName = "KIND", Description = ColorHelp };
    private readonly Option<string?> labelColumn = new("--label-column") { HelpName = "NAME", Description = LabelColumnHelp };
    private readonly Option<string?> fit = new("--fit") { HelpName = "KIND", Description = FitHelp };
    private readonly Option<string?> background = new("--background") { HelpName = "COLOUR", Description = BackgroundHelp };
    private readonly Option<bool> skipDamaged = new("--skip-damaged") { Description = SkipDamagedHelp };
    private readonly Option<string?> testPart = new("--test-part") { HelpName = "NAME", Description = TestPartHelp };
    private readonly Option<int?> classDepth = new("--class-depth") { HelpName = "N", Description = ClassDepthHelp };
    private readonly Option<string?> names = new("--names") { HelpName = "ENCODING", Description = NamesHelp };
    private readonly Option<string?> ignoreColumns = new("--ignore-columns") { HelpName = "NAMES", Description = IgnoreColumnsHelp };
    private readonly Option<string?> header = new("--header") { HelpName = "YES|NO", Description = HeaderHelp };
    private readonly Option<string?> separator = new("--separator") { HelpName = "CHARACTER", Description = SeparatorHelp };
    private readonly Option<string?> encoding = new("--encoding") { HelpName = "NAME", Description = EncodingHelp };
    private readonly Option<double?> seconds = new("--seconds") { HelpName = "S", Description = SecondsHelp };
    private readonly Option<string?> textColumn = new("--text-column") { HelpName = "NAME", Description = TextColumnHelp };
    private readonly Option<int?> textBytes = new("--text-bytes") { HelpName = "N", Description = TextBytesHelp };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
        [resize, color, fit, background, skipDamaged, testPart, classDepth, names, labelColumn, ignoreColumns, header, separator, encoding, seconds, textColumn, textBytes];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option.In(HelpGroups.Files));
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

        var csv = new JsonObject();
        if (parsed.GetValue(labelColumn) is { } column)
        {
            csv["labelColumn"] = column;
        }

        if (parsed.GetValue(ignoreColumns) is { } ignored)
        {
            csv["ignoreColumns"] = Columns(ignored);
        }

        if (parsed.GetValue(header) is { } first)
        {
            csv["header"] = Header(first);
        }

        if (parsed.GetValue(separator) is { } between)
        {
            csv["separator"] = Separator(between);
        }

        if (parsed.GetValue(encoding) is { } coding)
        {
            csv["encoding"] = coding;
        }

        if (csv.Count > 0)
        {
            tree["csv"] = csv;
        }

        (string Key, JsonNode? Value)[] ofImages =
        [
            ("fit", parsed.GetValue(fit)), ("background", parsed.GetValue(background)), ("skipDamaged", parsed.GetValue(skipDamaged) ? true : null),
            ("testPart", parsed.GetValue(testPart)), ("classDepth", parsed.GetValue(classDepth)), ("archiveNames", parsed.GetValue(names)),
        ];
        foreach (var (key, value) in ofImages.Where(choice => choice.Value is not null))
        {
            tree[key] = value;
        }

        if (parsed.GetValue(seconds) is { } length)
        {
            tree["seconds"] = length;
        }

        var texts = new JsonObject();
        if (parsed.GetValue(textColumn) is { } holding)
        {
            texts["column"] = holding;
        }

        if (parsed.GetValue(textBytes) is { } bytes)
        {
            texts["bytes"] = bytes;
        }

        if (texts.Count > 0)
        {
            tree["text"] = texts;
        }

        return StrictJson.Read<DataOptions>(tree, "options");
    }

    /// <summary>"a,b" as JSON; nothing for no columns.</summary>
    public static JsonNode Columns(string text) =>
        new JsonArray([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => JsonValue.Create(name))]);

    /// <summary>"yes" or "no" as JSON.</summary>
    public static JsonNode Header(string text) => text.ToUpperInvariant() switch
    {
        "YES" or "TRUE" => JsonValue.Create(true),
        "NO" or "FALSE" => JsonValue.Create(false),
        _ => throw new DistillException($"--header {text}: expected yes or no."),
    };

    /// <summary>A character, or the name of one that shells make hard to type, as JSON.</summary>
    public static JsonNode Separator(string text) => text.ToUpperInvariant() switch
    {
        "COMMA" => ",",
        "SEMICOLON" => ";",
        "TAB" or "\\T" => "\t",
        "BAR" or "PIPE" => "|",
        "SPACE" or "SPACES" => " ",
        { Length: 1 } => text,
        _ => throw new DistillException($"--separator {text}: expected comma, semicolon, tab, bar, space, or one character."),
    };

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
