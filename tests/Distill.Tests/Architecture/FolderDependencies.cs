namespace Distill.Tests.Architecture;

/// <summary>Which folder of the library may use which. Data flows one way, so the table has no circle.</summary>
internal static class FolderDependencies
{
    /// <summary>By a folder's name, the others. What lies in no folder, the contracts, everyone may use.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>
    {
        ["Files"] = [],
        ["Libtorch"] = [],
        ["Arithmetic"] = ["Libtorch"],
        ["Data"] = ["Files"],
        ["Models"] = ["Files", "Libtorch", "Arithmetic"],
        ["Diagnosis"] = ["Files", "Libtorch", "Arithmetic", "Models"],
        ["Objectives"] = ["Files", "Libtorch"],
        ["Targets"] = ["Files", "Libtorch", "Objectives"],
        ["Teachers"] = ["Files", "Libtorch", "Arithmetic", "Data", "Models", "Objectives", "Targets"],
        ["Evaluation"] = ["Files", "Libtorch", "Data", "Models", "Objectives"],
        ["Training"] = ["Files", "Libtorch", "Arithmetic", "Data", "Models", "Objectives", "Evaluation"],
        ["Specialists"] = ["Files", "Libtorch", "Data", "Models", "Objectives", "Targets", "Teachers", "Evaluation", "Training"],
    };

    /// <summary>What <paramref name="files"/>, all sources of the library, use against the table, one line each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files)
    {
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
                foreach (var (line, name) in MentionsOfFolder(file, other))
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
}
