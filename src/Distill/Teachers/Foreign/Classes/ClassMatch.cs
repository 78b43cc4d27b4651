using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>Finds which of a teacher's classes stand for the data's, or says all that does not fit.</summary>
internal sealed class ClassMatch
{
    private const int ShownProblems = 20;
    private const int ShownNames = 6;
    private const string FromFile = "by the names in its file";

    private readonly string teacher;
    private readonly ForeignClasses classes;
    private readonly IReadOnlyList<string> dataNames;

    private ClassMatch(string teacher, ForeignClasses classes, IReadOnlyList<string> dataNames)
    {
        this.teacher = teacher;
        this.classes = classes;
        this.dataNames = dataNames;
    }

    /// <summary>By a file where there is one, else by names where both sides have them, else by position.</summary>
    /// <exception cref="DistillException">Classes do not fit; all reasons in one message.</exception>
    public static ClassMap Of(string teacher, ForeignClasses classes, IReadOnlyList<string> dataNames, string? path)
    {
        if (dataNames.Count == 0)
        {
            throw new DistillException($"The data name no classes, and neither does the teacher {teacher}, so nothing says what they are.");
        }

        var match = new ClassMatch(teacher, classes, dataNames);
        if (path is null)
        {
            return match.ByItself();
        }

        var file = ClassMapFile.Read(path, dataNames);
        return file.Choices is { } choices ? match.ByChoices(choices, path)
            : file.Labels!.Count == classes.Count ? match.ByNames(file.Labels, $"by the labels in {path}")
            : throw new DistillException(
                $"{path} has {file.Labels.Count} labels, and the teacher {teacher} has {classes.Count} classes; expected one label for each, in their order.");
    }

    private ClassMap ByItself()
    {
        if (classes.Names is not { } names)
        {
            return ByPosition("its file does not name them", "does not name them");
        }

        var index = new LabelIndex(names);
        if (!LabelNames.OnlyCount(names))
        {
            return classes.Count == dataNames.Count && LabelNames.OnlyCount(dataNames) && !dataNames.Any(index.Knows)
                ? ByPosition("the data's names only count", "")
                : ByNames(names, FromFile);
        }

        // What nobody named counts from 0 to as many as there are; data that happen to be numbered mean something else, unless all agrees.
        var isUnnamed = LabelNames.AreUnnamed(names);
        var agrees = dataNames.All(index.Knows) && (classes.Count == dataNames.Count || !isUnnamed);
        return agrees || (!isUnnamed && dataNames.All(name => LabelNames.Number(name) is not null))
            ? ByNames(names, FromFile)
            : ByPosition("the names in its file only count", "only counts them");
    }

    private ClassMap ByPosition(string why, string otherwise)
    {
        if (classes.Unfit is { } unfit)
        {
            throw new DistillException(
                $"The teacher {teacher} has {classes.Count} classes; {unfit}. So they are not matched by position. {Ask}", ForeignRemedy.ClassMap);
        }

        return classes.Count == dataNames.Count
            ? ClassMap.ByPosition(classes.Count, $"{classes.Count} classes by position, since {why}: {InOrder()}")
            : throw new DistillException(
                $"The teacher {teacher} has {classes.Count} classes and {otherwise}; the data have {dataNames.Count}. {Ask}", ForeignRemedy.ClassMap);
    }

    private static string Ask =>
        $"Say with {ForeignRemedy.ClassMap} which stand for which: a file with a JSON object from the data's class to the teacher's "
        + "name or number, or the teacher's labels in their order, one a line.";

    private string InOrder() => string.Join(", ", dataNames.Take(ShownNames)) + (dataNames.Count > ShownNames ? ", …" : "");

    private ClassMap ByNames(IReadOnlyList<string> labels, string how)
    {
        var index = new LabelIndex(labels);
        var (found, problems) = (new List<int[]>(), new List<string>());
        foreach (var name in dataNames)
        {
            found.Add([index.Find(name, out var problem)]);
            if (problem.Length > 0)
            {
                problems.Add(problem);
            }
        }

        return Made(found, problems, how, $"Say with {ForeignRemedy.ClassMap}, a file with a JSON object from the data's class to the teacher's name or number, which stand for which.");
    }

    private ClassMap ByChoices(IReadOnlyList<KeyValuePair<string, JsonNode?>> choices, string path)
    {
        var index = new LabelIndex(classes.Names ?? []);
        var problems = choices.Where(choice => !dataNames.Contains(choice.Key))
            .Select(choice => $"the data have no class '{choice.Key}'" + (NearMiss.Suggest(choice.Key, dataNames) is { } near ? $" (nearest: '{near}')" : ""))
            .ToList();
        var byName = choices.ToDictionary(choice => choice.Key, choice => choice.Value, StringComparer.Ordinal);
        var found = dataNames.Select(name =>
        {
            if (!byName.TryGetValue(name, out var choice))
            {
                problems.Add($"there is no entry for the data's class '{name}'");
                return [];
            }

            return choice is JsonArray several
                ? several.Select(one => Number(one, index, problems)).ToArray()
                : [Number(choice, index, problems)];
        }).ToList();
        problems.AddRange(dataNames.Zip(found).Where(pair => pair.Second.Length == 0 && byName.ContainsKey(pair.First))
            .Select(pair => $"the list of '{pair.First}' is empty"));
        return Made(found, problems, $"by {path}", $"Correct {path}.");
    }

    private int Number(JsonNode? choice, LabelIndex index, List<string> problems)
    {
        var (number, problem) = choice switch
        {
            JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
                value.TryGetValue<int>(out var given) && given >= 0 && given < classes.Count
                    ? (given, "")
                    : (-1, $"{value.ToJsonString()} is no class of the teacher; its classes are 0 to {classes.Count - 1}"),
            JsonValue value when value.GetValueKind() == JsonValueKind.String && classes.Names is null =>
                (-1, $"'{value.GetValue<string>()}' is a name, and the teacher's file does not name its classes; give the number"),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => (index.Find(value.GetValue<string>(), out var unknown), unknown),
            _ => (-1, $"{choice?.ToJsonString() ?? "null"} is neither a name nor a number"),
        };
        if (problem.Length > 0)
        {
            problems.Add(problem);
        }

        return number;
    }

    private ClassMap Made(IReadOnlyList<int[]> found, List<string> problems, string how, string remedy)
    {
        var twice = found.SelectMany(group => group).Where(number => number >= 0).GroupBy(number => number).Where(group => group.Count() > 1);
        problems.AddRange(twice.Select(group => $"the teacher's class {group.Key} would stand for the data's more than once"));
        if (problems.Count > 0)
        {
            var more = problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more" : "";
            throw new DistillException(
                $"The {classes.Count} classes of the teacher {teacher} do not fit the {dataNames.Count} of the data {how}: "
                + $"{string.Join("; ", problems.Take(ShownProblems))}{more}. {remedy}",
                ForeignRemedy.ClassMap);
        }

        return new ClassMap(classes.Count, found, $"{dataNames.Count} of {classes.Count} classes {how}");
    }
}
