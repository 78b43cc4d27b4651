using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Teachers.Answers;

/// <summary>Which class of the data each name in a file of answers stands for.</summary>
internal static class AnswerClasses
{
    private const int ShownProblems = 10;

    /// <summary>By a class map where there is one, else by names, without regard to case, spaces, hyphens and underscores.</summary>
    /// <returns>For each name the class of the data; −1 for one that a class map leaves out.</returns>
    /// <exception cref="DistillException">Names stand for no class, or for several.</exception>
    public static int[] Of(AnswersFile file, IReadOnlyList<string> dataNames)
    {
        var map = file.Options.ClassMap is { } path ? ClassMapFile.Read(path, dataNames) : null;
        var problems = new List<string>();
        var classes = map?.Choices is { } choices ? ByChoices(file, choices, dataNames, problems) : ByNames(file, dataNames, problems);
        return problems.Count == 0 ? classes : throw new DistillException(
            $"The classes of {file.Path} do not fit the {dataNames.Count} of the data: {string.Join("; ", problems.Take(ShownProblems))}"
            + $"{(problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more" : "")}. Say which stand for which ({AnswersRemedy.ClassMap}): a JSON object from the data's class to a name or names.",
            AnswersRemedy.ClassMap);
    }

    private static int[] ByNames(AnswersFile file, IReadOnlyList<string> dataNames, List<string> problems)
    {
        var exact = dataNames.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var folded = dataNames.Index().ToLookup(name => LabelNames.Fold(name.Item), name => name.Index, StringComparer.Ordinal);
        return [.. file.Names.Select(name =>
        {
            if (exact.TryGetValue(name, out var same))
            {
                return same;
            }

            var found = folded[LabelNames.Fold(name)].ToList();
            if (found.Count != 1)
            {
                problems.Add(found.Count > 1 ? $"'{name}' may be {string.Join(" or ", found.Select(one => $"'{dataNames[one]}'"))}"
                    : $"the data have no class '{name}'{(NearMiss.Suggest(name, dataNames) is { } near ? $" (nearest: '{near}')" : "")}");
            }

            return found.Count == 1 ? found[0] : -1;
        })];
    }

    private static int[] ByChoices(AnswersFile file, IReadOnlyList<KeyValuePair<string, JsonNode?>> choices, IReadOnlyList<string> dataNames, List<string> problems)
    {
        var numbers = file.Names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var classes = new int[file.Names.Count];
        Array.Fill(classes, -1);
        foreach (var (data, choice) in choices)
        {
            var place = dataNames.ToList().IndexOf(data);
            if (place < 0)
            {
                problems.Add($"the class map has '{data}', which is no class of the data");
                continue;
            }

            foreach (var one in choice is JsonArray several ? several : (IEnumerable<JsonNode?>)[choice])
            {
                var name = one?.GetValueKind() is JsonValueKind.String ? one.GetValue<string>() : one?.ToJsonString() ?? "null";
                if (!numbers.TryGetValue(name, out var number))
                {
                    problems.Add($"no answer names '{name}'{(NearMiss.Suggest(name, file.Names) is { } near ? $" (nearest: '{near}')" : "")}");
                }
                else if (classes[number] >= 0)
                {
                    problems.Add($"'{name}' would stand for '{dataNames[classes[number]]}' and '{data}'");
                }
                else
                {
                    classes[number] = place;
                }
            }
        }

        return classes;
    }
}
