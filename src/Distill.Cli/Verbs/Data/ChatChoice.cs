using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Jobs.Labelling;
using Distill.Runs;
using Distill.Text.LanguageModels;

namespace Distill.Cli.Verbs;

/// <summary>A language model on the command line, in place of a teacher.</summary>
internal sealed class ChatChoice
{
    private readonly Option<string?> endpoint = new("--endpoint") { HelpName = "URL", Description = "Ask a language model about texts, at a server that speaks the OpenAI protocol: http://localhost:8080/v1." };
    private readonly Option<string?> model = new("--model") { HelpName = "NAME", Description = "The language model's name at the endpoint." };
    private readonly Option<string?> key = new("--key-variable") { HelpName = "NAME", Description = "The environment variable with the endpoint's key; without it none is sent." };
    private readonly Option<string?> instructions = new("--instructions") { HelpName = "TEXT", Description = "What the model is told of the texts and classes." };
    private readonly Option<string[]> classes = new("--class-names") { HelpName = "NAME", Description = "The classes of texts without labels.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> parallel = new("--parallel") { HelpName = "N", Description = "Requests at once.", DefaultValueFactory = _ => new ChatTeacherOptions().Parallel };
    private readonly Option<double?> rate = new("--requests-per-minute") { HelpName = "N", Description = "At most so many requests a minute." };
    private readonly Option<long?> tokens = new("--most-tokens") { HelpName = "N", Description = "Stop once the requests have cost so many tokens; the same command resumes." };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [endpoint, model, key, instructions, classes, parallel, rate, tokens];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option.In("A language model as teacher"));
        }
    }

    /// <summary>The model and how it is asked; null where another teacher is to label.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="unread">Options that a language model leaves without a use.</param>
    /// <exception cref="DistillException">Its name is missing, or an option would change nothing.</exception>
    public ChatModel? Parse(ParseResult parsed, params IEnumerable<Option> unread)
    {
        if (parsed.GetValue(endpoint) is not { } address)
        {
            parsed.Refuse($"without {endpoint.Name}", [.. All.Skip(1)]);
            return null;
        }

        parsed.Refuse($"beside {endpoint.Name}, which takes the place of a teacher", [.. unread]);
        return new ChatModel(address, parsed.GetValue(key), parsed.GetValue(classes) is { Length: > 0 } names ? names : null, new ChatTeacherOptions
        {
            Model = parsed.GetValue(model) ?? throw new DistillException($"{endpoint.Name} needs {model.Name}: the name of the language model."),
            Instructions = parsed.GetValue(instructions),
            Parallel = parsed.GetValue(parallel),
            RequestsPerMinute = parsed.GetValue(rate),
            MostTokens = parsed.GetValue(tokens),
        });
    }
}
