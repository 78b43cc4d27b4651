using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Jobs.Recipes;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Cli.Verbs;

/// <summary>What a model of another toolkit needs and its file may not say: the keys of <see cref="ForeignTeacherOptions"/>.</summary>
internal sealed class ForeignOptions
{
    private readonly List<(Option<string> Option, Func<string, (string Key, JsonNode Value)> Read)> options =
    [
        (Make("--teacher-size", "SIZE", "Scale images for a teacher of another toolkit: 224, or WIDTHxHEIGHT."), text => ("size", ReadingOptions.Size(text, "--teacher-size"))),
        (Make("--teacher-mean", "LIST", "Its mean for each channel, white being 1, or a preset for mean and deviation: imagenet, clip, half."), text => Numbers(text, "mean", "--teacher-mean")),
        (Make("--teacher-std", "LIST", "Its standard deviation for each channel."), text => Numbers(text, "standardDeviation", "--teacher-std")),
        (Make("--teacher-range", "KIND", "Its pixels before mean and deviation: unit, 0 to 1, or byte, 0 to 255. Without, the ways there are get tried."), text => ("range", JsonValue.Create(text))),
        (Make("--teacher-color", "KIND", "The order of its colour channels: rgb or bgr. Mean and deviation stay in the order of rgb."), text => ("colorOrder", JsonValue.Create(text))),
        (Make("--teacher-layout", "KIND", "The order of its input, where its shape does not tell: nchw, nhwc or flat."), text => ("layout", JsonValue.Create(text))),
        (Make("--teacher-output", "NAME", "The output to take, where it has several."), text => ("output", JsonValue.Create(text))),
        (Make("--teacher-output-kind", "KIND", "What that is, where it cannot be found out: logits, logProbabilities, or probabilities, which are scaled to sum to one."), text => ("outputKind", JsonValue.Create(text))),
        (Make("--teacher-provider", "NAME", "What computes an ONNX model: cpu (default), cuda, dml, coreml, where ONNX Runtime has it."), text => ("provider", JsonValue.Create(text))),
        (Make("--class-map", "FILE", "Which of its classes are the data's: JSON from class to name or number, or its labels, one a line."), text => ("classMap", JsonValue.Create(text))),
    ];

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => options.Select(option => option.Option);

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option.In(HelpGroups.Foreign));
        }
    }

    /// <summary>Sets what was typed in an object of keys.</summary>
    public void Set(ParseResult parsed, JsonNode tree, string prefix = "")
    {
        foreach (var (option, read) in options)
        {
            if (parsed.GetValue(option) is { } text)
            {
                var (key, value) = read(text);
                SetOption.Set(tree, prefix + key, value);
            }
        }
    }

    /// <summary>The choices that were typed, checked as a recipe's are.</summary>
    public ForeignTeacherOptions Parse(ParseResult parsed)
    {
        var tree = new JsonObject();
        Set(parsed, tree);
        return StrictJson.Read<ForeignTeacherOptions>(tree, "options of the teacher");
    }

    private static Option<string> Make(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    // A word is the name of a preset, which stands for both.
    private static (string Key, JsonNode Value) Numbers(string text, string key, string option) => text.All(char.IsAsciiLetter)
        ? ("preset", JsonValue.Create(text))
        : (key, NumberList.Parse([text], option, "numbers such as 0.485,0.456,0.406, or imagenet, clip or half"));
}
