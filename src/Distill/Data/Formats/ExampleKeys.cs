namespace Distill.Data.Formats;

/// <summary>Finds examples by what lists call them: their path or its end, with or without the ending.</summary>
internal sealed class ExampleKeys
{
    private readonly Dictionary<string, int?> places = new(StringComparer.Ordinal);

    /// <summary>Of examples in their order; where an end of a path belongs to several, it finds none.</summary>
    public ExampleKeys(IReadOnlyList<ListedFile> examples)
    {
        for (var place = 0; place < examples.Count; place++)
        {
            var parts = examples[place].Parts;
            for (var from = 0; from < parts.Length; from++)
            {
                var path = examples[place].PathFrom(from);
                Add(path, place);
                if (Path.HasExtension(path))
                {
                    Add(path[..path.LastIndexOf('.')], place);
                }
            }
        }
    }

    /// <summary>The place of the example; null where there is none or more than one.</summary>
    /// <param name="name">Its path or the end of it; folders of another machine may come first.</param>
    /// <param name="keepsFolder">Whether of a path that has folders one must be found, too: another folder's file of that name is another example.</param>
    public int? Find(string name, bool keepsFolder = false)
    {
        var rest = ComposedName.Of(name).Replace('\\', '/').TrimStart('.', '/');
        while (rest.Length > 0)
        {
            if (places.TryGetValue(rest, out var place))
            {
                return place;
            }

            // Folders of the machine on which the list was made.
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            rest = slash < 0 ? "" : rest[(slash + 1)..];
            if (keepsFolder && !rest.Contains('/', StringComparison.Ordinal))
            {
                return null;
            }
        }

        return null;
    }

    private void Add(string key, int place)
    {
        if (!places.TryAdd(key, place) && places[key] != place)
        {
            places[key] = null;
        }
    }
}
