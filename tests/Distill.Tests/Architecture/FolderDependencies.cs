namespace Distill.Tests.Architecture;

/// <summary>Which folder of the library may use which. Data flows one way, so the table has no circle.</summary>
internal static class FolderDependencies
{
    /// <summary>A folder's name, or one type of a folder where the rest of that folder is off limits.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>
    {
        ["Files"] = [],
        ["Libtorch"] = [],
        ["Arithmetic"] = ["Libtorch"],
        ["Data"] = ["Files"],
        ["Models"] = ["Files", "Libtorch", "Arithmetic"],
        ["Diagnosis"] = ["Files", "Libtorch", "Arithmetic", "Models"],
        ["Objectives"] = ["Files"],
        ["Targets"] = ["Files", "Objectives"],
        ["Teachers"] = ["Files", "Libtorch", "Arithmetic", "Data", "Models", "Objectives", "Targets"],
        ["Evaluation"] = ["Files", "Libtorch", "Data", "Models", "Objectives", "Teachers.ITeacher"],
        ["Training"] = ["Files", "Libtorch", "Arithmetic", "Data", "Models", "Objectives", "Evaluation", "Teachers.ITeacher"],
        ["Specialists"] = ["Files", "Libtorch", "Data", "Models", "Objectives", "Targets", "Teachers", "Evaluation", "Training"],
    };

    /// <summary>What <paramref name="files"/>, all sources of the library, use against the table, one line each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var typesOf = files.ToLookup(FolderOf, file => file.Types.Select(type => type.Name));
        foreach (var file in files.Where(file => FolderOf(file).Length > 0))
        {
            var folder = FolderOf(file);
            if (!MayUse.TryGetValue(folder, out var allowed))
            {
                yield return $"{file.Path}: the folder {folder} has no row in the table; add one.";
                continue;
            }

            foreach (var other in MayUse.Keys.Where(other => other != folder && !allowed.Contains(other)))
            {
                var single = allowed.Where(name => name.StartsWith(other + ".", StringComparison.Ordinal)).Select(name => name[(other.Length + 1)..]);
                // A type of the file's own folder may bear the same name; then the name means that one.
                var mentions = single.Any()
                    ? MentionsOfTypes(file, typesOf[other].SelectMany(names => names).Except(single).Except(typesOf[folder].SelectMany(names => names)))
                    : MentionsOfFolder(file, other);
                foreach (var (line, name) in mentions)
                {
                    yield return $"{file.Path}({line}): {folder} uses {name}. It may use {(allowed.Length == 0 ? "no other folder" : string.Join(", ", allowed))}.";
                }
            }
        }
    }

    /// <summary>The first folder below src/Distill/, or an empty text for a file that lies in src/Distill/ itself.</summary>
    private static string FolderOf(SourceFile file) => file.Path.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    private static IEnumerable<(int Line, string Name)> MentionsOfFolder(SourceFile file, string other) =>
        file.Mentions($@"\b(Distill\.{other})\b").Concat(file.Mentions($@"(?<![\w.])({other}\.[A-Z]\w*)"));

    private static IEnumerable<(int Line, string Name)> MentionsOfTypes(SourceFile file, IEnumerable<string> types) =>
        types.SelectMany(type => file.Mentions($@"\b({type})\b"));
}
