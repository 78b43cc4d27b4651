namespace Distill.Images;

/// <summary>Turns class folders such as "n01443537" or "cat/siamese" into names, with the words of a list where the set has one.</summary>
internal static class ClassWords
{
    /// <summary>The first of a class's words, all of them where two classes share the first, the folder where nothing else tells.</summary>
    public static IReadOnlyList<string> Name(IReadOnlyList<string> classes, string? text)
    {
        if (text is null)
        {
            var last = classes.CountBy(Last).ToDictionary();
            return [.. classes.Select(name => last[Last(name)] == 1 ? Last(name) : name)];
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab > 0)
            {
                words.TryAdd(line[..tab], line[(tab + 1)..].Trim());
            }
        }

        string All(string name) => words.GetValueOrDefault(name) is { Length: > 0 } found ? found : name;
        string First(string name) => All(name).Split(',')[0].Trim();
        var firsts = classes.CountBy(First).ToDictionary();
        var alls = classes.CountBy(All).ToDictionary();
        return
        [
            .. classes.Select(name =>
                firsts[First(name)] == 1 ? First(name) : alls[All(name)] == 1 ? All(name) : $"{All(name)} ({name})"),
        ];
    }

    // Folders of classes in folders of kinds are told by their own names, unless two of them have one.
    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];
}
