namespace Distill.Data.Formats;

/// <summary>A folder among the data with what lies in it.</summary>
internal sealed class FolderNode
{
    private readonly SortedDictionary<string, FolderNode> folders = new(StringComparer.Ordinal);

    private FolderNode(string name, string path, int depth) => (Name, Path, Depth) = (name, path, depth);

    /// <summary>Its own name; empty for the root.</summary>
    public string Name { get; }

    /// <summary>Its path from the root; empty for the root.</summary>
    public string Path { get; }

    /// <summary>How many parts its path has.</summary>
    public int Depth { get; }

    /// <summary>Examples in it and below.</summary>
    public int Count { get; private set; }

    /// <summary>Examples that lie in it itself.</summary>
    public List<ListedFile> Examples { get; } = [];

    /// <summary>Other files that lie in it itself.</summary>
    public List<ListedFile> Others { get; } = [];

    /// <summary>The folders in it, in ordinal order.</summary>
    public IEnumerable<FolderNode> Folders => folders.Values;

    /// <summary>The folders in it that hold examples, themselves or below.</summary>
    public IReadOnlyList<FolderNode> WithExamples => [.. folders.Values.Where(folder => folder.Count > 0)];

    /// <summary>The tree of the files of a listing.</summary>
    /// <param name="examples">Files that hold an example each.</param>
    /// <param name="others">All other files.</param>
    public static FolderNode Of(IEnumerable<ListedFile> examples, IEnumerable<ListedFile> others)
    {
        var root = new FolderNode("", "", 0);
        foreach (var example in examples)
        {
            root.Place(example, counted: 1).Examples.Add(example);
        }

        foreach (var other in others)
        {
            root.Place(other, counted: 0).Others.Add(other);
        }

        return root;
    }

    /// <summary>Its examples and those below, in ordinal order of their paths.</summary>
    public IReadOnlyList<ListedFile> AllExamples() =>
        [.. Walk().SelectMany(folder => folder.Examples).OrderBy(example => example.PathFrom(Depth), StringComparer.Ordinal).ThenBy(example => example.Name, StringComparer.Ordinal)];

    /// <summary>It and all folders below.</summary>
    public IEnumerable<FolderNode> Walk()
    {
        var waiting = new Stack<FolderNode>([this]);
        while (waiting.TryPop(out var next))
        {
            yield return next;
            foreach (var folder in next.folders.Values.Reverse())
            {
                waiting.Push(folder);
            }
        }
    }

    /// <summary>It and the folders below, as long as there is but one that holds examples and none lies beside it.</summary>
    public IEnumerable<FolderNode> Chain()
    {
        var next = this;
        yield return next;
        while (next.Examples.Count == 0 && next.WithExamples is [var only])
        {
            yield return next = only;
        }
    }

    private FolderNode Place(ListedFile file, int counted)
    {
        var folder = this;
        folder.Count += counted;
        foreach (var part in file.Parts[..^1])
        {
            if (!folder.folders.TryGetValue(part, out var below))
            {
                folder.folders[part] = below = new(part, folder.Depth == 0 ? part : $"{folder.Path}/{part}", folder.Depth + 1);
            }

            folder = below;
            folder.Count += counted;
        }

        return folder;
    }
}
