using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>Which word and part each recording has, as lists or folders tell.</summary>
/// <param name="Recordings">Their paths, words and parts; no part where none is told.</param>
/// <param name="RecognisedBy">What told each part; empty where the set is in one part.</param>
/// <param name="LeftOut">Recordings that belong to no part.</param>
internal sealed record RecordingDivision(
    IReadOnlyList<(string Name, string Word, RecordingPart? Part)> Recordings, IReadOnlyDictionary<RecordingPart, string> RecognisedBy, IReadOnlyList<LeftOut> LeftOut)
{
    private const int MostTold = 5;

    /// <summary>All in one part; the word of each is the folder that it lies in.</summary>
    public static RecordingDivision None(RecordingListing listing) =>
        new([.. listing.Recordings.Select(file => (file.PathFrom(0), file.Parts[^2], (RecordingPart?)null))], new Dictionary<RecordingPart, string>(), []);

    /// <summary>As lists say. Where none is for training, what they do not name is.</summary>
    public static RecordingDivision ByLists(RecordingListing listing, PartLists lists)
    {
        var told = lists.Files.ToDictionary(part => part.Key, part => $"the {(part.Value.Count > 1 ? "lists" : "list")} {string.Join(", ", part.Value)}");
        RecordingPart? unlisted = null;
        if (told.TryAdd(RecordingPart.Train, $"what {string.Join(" and ", lists.Files.Values.SelectMany(names => names))} {(lists.Files.Values.Sum(names => names.Count) > 1 ? "do" : "does")} not name"))
        {
            unlisted = RecordingPart.Train;
        }

        var recordings = listing.Recordings.Select(file => (Name: file.PathFrom(0), Word: file.Parts[^2], Part: lists.Find(file.PathFrom(0)) ?? unlisted)).ToList();
        var beside = recordings.Where(one => one.Part is null).ToList();
        return new(recordings, told, beside.Count == 0 ? [] : [new("recordings that no list names", beside.Count, beside[0].Name)]);
    }

    /// <summary>By folders of parts around those of words, or within each; else in one part.</summary>
    /// <exception cref="DistillException">Several folders may be the training part, or a part has words that it does not have.</exception>
    public static RecordingDivision ByFolders(RecordingListing listing, string? testPart, string where)
    {
        foreach (var folder in FolderNode.Of(listing.Recordings, []).Chain())
        {
            if (PartFolders.Of(folder, testPart, _ => false, where) is { } parts)
            {
                return Around(parts, testPart, where);
            }
        }

        return Within(listing) ?? None(listing);
    }

    private static RecordingDivision Around(PartFolders parts, string? testPart, string where)
    {
        var recordings = new List<(string Name, string Word, RecordingPart? Part)>();
        var leftOut = new List<LeftOut>();
        var told = new Dictionary<RecordingPart, string> { [RecordingPart.Train] = $"the folder '{parts.Train.Path}'" };
        foreach (var file in parts.Train.AllExamples())
        {
            recordings.Add(file.Parts.Length > parts.Train.Depth + 1
                ? (file.PathFrom(0), file.Parts[^2], RecordingPart.Train)
                : throw new DistillException($"{where}: {file.PathFrom(0)} lies outside the folders of words. Move it into one, or away."));
        }

        var known = recordings.Select(one => one.Word).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in parts.Others)
        {
            var files = folder.AllExamples();
            var isChosen = testPart is not null && folder == parts.Others[0];
            var part = isChosen ? RecordingPart.Test : PartLists.PartOf(PartName.Of(folder.Name)?.Role ?? PartRole.Test);
            // One folder that is no word holds recordings that nobody has sorted, as in test/audio.
            var words = files.Where(file => file.Parts.Length > folder.Depth + 1).Select(file => file.Parts[^2]).ToHashSet(StringComparer.Ordinal);
            var isLabelled = words.Count > 1 || words.Overlaps(known);
            if (!isLabelled || !told.TryAdd(part, $"the folder '{folder.Path}'"))
            {
                leftOut.Add(new(
                    isLabelled ? $"recordings in '{folder.Path}', beside {told[part]}" : $"recordings in '{folder.Path}', which have no labels", files.Count, files[0].PathFrom(0)));
                continue;
            }

            var sorted = files.Where(file => file.Parts.Length > folder.Depth + 1).ToList();
            DemandKnown(sorted, known, folder, parts.Train, where);
            recordings.AddRange(sorted.Select(file => (file.PathFrom(0), file.Parts[^2], (RecordingPart?)part)));
            if (sorted.Count < files.Count)
            {
                leftOut.Add(new($"recordings in '{folder.Path}' and in no folder of a word", files.Count - sorted.Count, files.First(file => file.Parts.Length == folder.Depth + 1).PathFrom(0)));
            }
        }

        leftOut.AddRange(parts.Beside.Select(folder => new LeftOut($"recordings in '{folder.Path}', which is no part", folder.Count, folder.AllExamples()[0].PathFrom(0))));
        return new(recordings, told, leftOut);
    }

    // "yes/train/1.wav" and "yes/test/2.wav": where every innermost folder has the name of a part, none is a word.
    private static RecordingDivision? Within(RecordingListing listing)
    {
        var roles = listing.Recordings.Select(file => file.Parts[^2]).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => PartName.Of(name) is { IsPlain: true } part ? (PartRole?)part.Role : null, StringComparer.Ordinal);
        if (roles.Values.Any(role => role is null) || !roles.ContainsValue(PartRole.Train) || roles.Values.Distinct().Count() < 2
            || listing.Recordings.Any(file => file.Parts.Length < 3))
        {
            return null;
        }

        return new(
            [.. listing.Recordings.Select(file => (file.PathFrom(0), file.Parts[^3], (RecordingPart?)PartLists.PartOf(roles[file.Parts[^2]]!.Value)))],
            roles.GroupBy(pair => PartLists.PartOf(pair.Value!.Value)).ToDictionary(
                part => part.Key, part => $"the {(part.Count() > 1 ? "folders" : "folder")} {string.Join(", ", part.Select(pair => $"'{pair.Key}'"))} of each word"),
            []);
    }

    private static void DemandKnown(List<ListedFile> files, HashSet<string> known, FolderNode folder, FolderNode train, string where)
    {
        var unknown = files.Where(file => !known.Contains(file.Parts[^2])).GroupBy(file => file.Parts[^2], StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new DistillException(
                $"{where}: {unknown.Sum(word => word.Count())} recordings in '{folder.Path}' are of {unknown.Count} words that '{train.Path}' does not have: "
                + $"{string.Join(", ", unknown.Take(MostTold).Select(word => $"'{word.Key}' ({word.Count()}, first {word.First().PathFrom(0)}){NearMiss.Question(word.Key, known)}"))}"
                + $"{(unknown.Count > MostTold ? ", …" : "")}. Its words are {string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostTold))}{(known.Count > MostTold ? "…" : "")}.");
        }
    }
}
