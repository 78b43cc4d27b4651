using System.Text.RegularExpressions;

namespace Distill.Tests.Architecture;

/// <summary>
/// Folders of one project that use each other, in a circle however long. The files that lie in a project or a folder itself are
/// what its subfolders share, so they count for no folder.
/// </summary>
internal static partial class FolderCircles
{
    private const int Levels = 2;

    /// <summary>Each circle in a line: its folders, and one use on the way.</summary>
    /// <param name="root">The project's folder, with forward slashes.</param>
    /// <param name="files">All its sources.</param>
    public static IEnumerable<string> Of(string root, IReadOnlyList<SourceFile> files)
    {
        var circles = Enumerable.Range(1, Levels).SelectMany(level =>
        {
            var uses = Uses(root, files, level).ToList();
            var next = uses.ToLookup(use => use.From, use => use.To);
            return uses.Where(use => Reaches(next, use.To, use.From)).DistinctBy(use => (use.From, use.To));
        });
        // Folders without subfolders are the same at both levels.
        return circles.Select(use => $"{root}/{use.From} uses {use.Name} of {use.To}, which uses {use.From} in turn.").Distinct();
    }

    private static IEnumerable<(string From, string To, string Name)> Uses(string root, IReadOnlyList<SourceFile> files, int level)
    {
        // A name that two files declare, or that a using does not bring in, may mean something else.
        var declared = files.SelectMany(file => file.Types.Select(type => (type.Name, File: file)))
            .GroupBy(pair => pair.Name).Where(same => same.Count() == 1)
            .ToDictionary(same => same.Key, same => same.Single().File, StringComparer.Ordinal);
        foreach (var file in files)
        {
            var from = FolderOf(root, file, level);
            var namespaces = Using().Matches(file.Code).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var name in Name().Matches(file.Code).Select(match => match.Value).Distinct())
            {
                if (declared.TryGetValue(name, out var other) && IsVisible(other.Namespace)
                    && FolderOf(root, other, level) is var to && from != to && !IsWithin(from, to) && !IsWithin(to, from))
                {
                    yield return (from, to, name);
                }
            }

            bool IsVisible(string space) => namespaces.Contains(space) || file.Namespace == space || file.Namespace.StartsWith(space + ".", StringComparison.Ordinal);
        }
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var folder))
        {
            if (folder == to)
            {
                return true;
            }

            foreach (var other in next[folder].Where(seen.Add))
            {
                open.Enqueue(other);
            }
        }

        return false;
    }

    private static string FolderOf(string root, SourceFile file, int level) =>
        string.Join('/', file.Path[(root.Length + 1)..].Split('/')[..^1].Take(level));

    private static bool IsWithin(string folder, string other) =>
        other.Length == 0 || folder.StartsWith(other + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Name();
}
