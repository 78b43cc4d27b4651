using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Runs;
using Distill.Teachers.Answers;

namespace Distill.Cli.Verbs;

/// <summary>Answers from elsewhere on the command line, in place of a teacher.</summary>
internal sealed class AnswersChoice
{
    private readonly Option<string?> file = new("--answers")
    {
        HelpName = "FILE",
        Description = "Answers from elsewhere in place of a teacher, by names of examples: lines of JSON, or a table (.csv, .tsv).",
    };

    private readonly Option<string?> kind = new("--answers-kind")
    {
        HelpName = "KIND",
        Description = "What their numbers are, where the file does not tell: counts, probabilities, logProbabilities or logits.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [file, kind];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option.In("Answers from elsewhere"));
        }
    }

    /// <summary>The file and how it is read; null where a teacher is to label.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="teacher">The option of the teacher, of which or of this one exactly one is needed.</param>
    /// <param name="foreign">The options of foreign teachers, of which the class map is for answers, too.</param>
    /// <param name="unread">Options that answers leave without a use.</param>
    /// <exception cref="DistillException">Both or none are given, or an option that would change nothing.</exception>
    public (string File, AnswersOptions Options)? Parse(ParseResult parsed, Option teacher, ForeignOptions foreign, params Option[] unread)
    {
        if (parsed.GetValue(file) is not { } path)
        {
            parsed.Refuse($"without {file.Name}", kind);
            return parsed.IsGiven(teacher) ? null : throw new DistillException($"Give {teacher.Name} with a model, or {file.Name} with answers from elsewhere.");
        }

        parsed.Refuse($"beside {file.Name}, which takes the place of a teacher", [teacher, .. unread, .. foreign.All.Where(option => option.Name != "--class-map")]);
        var tree = new JsonObject();
        foreach (var (key, value) in new[] { ("kind", parsed.GetValue(kind)), ("classMap", foreign.Parse(parsed).ClassMap) })
        {
            if (value is not null)
            {
                tree[key] = value;
            }
        }

        return (path, StrictJson.Read<AnswersOptions>(tree, "options of the answers"));
    }
}
