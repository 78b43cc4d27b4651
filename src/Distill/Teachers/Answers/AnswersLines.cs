using System.Text.Json;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Teachers.Answers;

/// <summary>Answers as lines of JSON: the example, and an object from class to number, or an array in the order of a first line of classes.</summary>
internal sealed class AnswersLines
{
    private const string ExampleKey = "example";
    private const string ClassesKey = "classes";

    private static readonly (string Key, AnswersKind Kind)[] Kinds =
    [
        ("probabilities", AnswersKind.Probabilities), ("logProbabilities", AnswersKind.LogProbabilities), ("logits", AnswersKind.Logits), ("counts", AnswersKind.Counts),
    ];

    private static readonly JsonDocumentOptions Syntax = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly string path;
    private readonly AnswersKind? kind;
    private int ordered;

    private AnswersLines(string path, AnswersOptions options)
    {
        (this.path, kind) = (path, options.Kind);
        if (options.ClassMap is { } map && ClassMapFile.Read(map, []).Labels is { } labels)
        {
            Order(labels, map);
        }
    }

    /// <exception cref="DistillException">A line is no answer: the message says where.</exception>
    public static (IReadOnlyList<string> Names, bool AreInOrder, IReadOnlyList<WrittenAnswer> Answers) Read(TextReader text, string path, AnswersOptions options)
    {
        var lines = new AnswersLines(path, options);
        var answers = new List<WrittenAnswer>();
        for (var line = 1; text.ReadLine() is { } written; line++)
        {
            if (!string.IsNullOrWhiteSpace(written) && lines.Parse(written, line, isFirst: answers.Count == 0) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return (lines.names, lines.ordered == lines.names.Count, answers);
    }

    private WrittenAnswer? Parse(string written, int line, bool isFirst)
    {
        var where = $"{path}, line {line}";
        try
        {
            using var document = JsonDocument.Parse(written, Syntax);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new DistillException($"{where}: expected an object a line, such as {{\"example\": \"cat/1.png\", \"probabilities\": {{\"cat\": 0.7, \"dog\": 0.3}}}}.");
            }

            if (isFirst && !root.TryGetProperty(ExampleKey, out _) && root.TryGetProperty(ClassesKey, out var classes))
            {
                Order(LabelList.Parse(classes.GetRawText()) ?? throw new DistillException($"{where}: \"{ClassesKey}\" is to be an array of names."), where);
                return null;
            }

            return Answer(root, line, where);
        }
        catch (JsonException error)
        {
            throw new DistillException($"{where} is not JSON: {error.Message.Split(". ")[0].TrimEnd('.')}. Write an object a line; for −∞ leave the class out.", error);
        }
        catch (InvalidOperationException error)
        {
            // A text with half of a surrogate pair.
            throw new DistillException($"{where}: a text is not Unicode.", error);
        }
    }

    private WrittenAnswer Answer(JsonElement root, int line, string where)
    {
        var example = root.TryGetProperty(ExampleKey, out var named) && named.ValueKind is JsonValueKind.String ? named.GetString()!
            : named.ValueKind is JsonValueKind.Number ? named.GetRawText()
            : throw new DistillException($"{where} has no \"{ExampleKey}\"; expected the name of a file, or the number of a row, from 0.");
        var found = Kinds.Where(one => root.TryGetProperty(one.Key, out _)).ToList();
        if (found.Count != 1)
        {
            throw new DistillException($"{where} has {(found.Count == 0 ? "none" : "several")} of {string.Join(", ", Kinds.Select(one => one.Key))}; expected one.");
        }

        var told = found[0].Kind;
        if (kind is { } given && given != told && !(given == AnswersKind.Counts && told == AnswersKind.Probabilities))
        {
            throw new DistillException($"{where} has \"{found[0].Key}\", and {AnswersRemedy.Kind} says {given}. Leave one of them out.", AnswersRemedy.Kind);
        }

        var (classes, values) = Numbers(root.GetProperty(found[0].Key), where);
        return new WrittenAnswer(example, line, kind ?? told, classes, values);
    }

    private (int[] Classes, double[] Values) Numbers(JsonElement numbers, string where)
    {
        if (numbers.ValueKind == JsonValueKind.Object)
        {
            var pairs = numbers.EnumerateObject().Select(pair => (Class: Number(ComposedName.Of(pair.Name)), Value: Value(pair.Value, where))).ToList();
            return ([.. pairs.Select(pair => pair.Class)], [.. pairs.Select(pair => pair.Value)]);
        }

        if (numbers.ValueKind != JsonValueKind.Array)
        {
            throw new DistillException($"{where}: expected an object from class to number, or an array of numbers.");
        }

        return ordered == 0 ? throw new DistillException(
                $"{where} has numbers without names. Begin the file with a line {{\"{ClassesKey}\": [\"cat\", \"dog\"]}} in their order, or name them ({AnswersRemedy.ClassMap}).", AnswersRemedy.ClassMap)
            : numbers.GetArrayLength() != ordered ? throw new DistillException($"{where} has {numbers.GetArrayLength()} numbers for {ordered} classes.")
            : ([.. Enumerable.Range(0, ordered)], [.. numbers.EnumerateArray().Select(number => Value(number, where))]);
    }

    private void Order(IReadOnlyList<string> classes, string where)
    {
        foreach (var name in classes.Select(ComposedName.Of))
        {
            if (index.ContainsKey(name))
            {
                throw new DistillException($"{where} names the class '{name}' twice. Name each once.");
            }

            Number(name);
        }

        ordered = names.Count;
    }

    private int Number(string name)
    {
        if (!index.TryGetValue(name, out var number))
        {
            index[name] = number = names.Count;
            names.Add(name);
        }

        return number;
    }

    private static double Value(JsonElement number, string where) => number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value)
        ? value
        : throw new DistillException($"{where}: {number.GetRawText()} is not a number.");
}
