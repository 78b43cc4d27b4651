using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>The layout of a set: its recordings with their words and speakers, and what divides them.</summary>
/// <param name="Words">In ordinal order.</param>
/// <param name="Recordings">In ordinal order of their names.</param>
/// <param name="RecognisedBy">What told each part, for people; empty for a set in one part.</param>
/// <param name="LeftOut">What is not read.</param>
/// <param name="Warnings">What may be meant otherwise, a sentence each.</param>
internal sealed record RecordingPlan(
    IReadOnlyList<string> Words, IReadOnlyList<Recording> Recordings, IReadOnlyDictionary<RecordingPart, string> RecognisedBy,
    IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Warnings)
{
    /// <summary>Finds words and parts.</summary>
    /// <param name="files">The folder or archive.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="testPart">The folder that a user names as the test part; or null.</param>
    /// <param name="haveFolders">Whether folders may be parts.</param>
    /// <exception cref="DistillException">There are no recordings, or their layout makes no sense.</exception>
    public static RecordingPlan Of(IFileSet files, string where, string? testPart = null, bool haveFolders = true)
    {
        var listing = RecordingListing.Of(files, where);
        var lists = PartLists.Of(listing, where);
        var division = lists.Files.Count > 0 ? RecordingDivision.ByLists(listing, lists)
            : haveFolders ? RecordingDivision.ByFolders(listing, testPart, where)
            : RecordingDivision.None(listing);
        if (testPart is not null && (lists.Files.Count > 0 || division.RecognisedBy.Count == 0))
        {
            throw new DistillException(
                $"{where} has no parts of which '{testPart}' could be the test part (TestPart): {(lists.Files.Count > 0 ? "lists divide it" : "its folders are words")}.",
                new Remedy("DataOptions", "TestPart"));
        }

        var words = division.Recordings.Select(one => one.Word).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var index = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        return new RecordingPlan(
            words,
            [.. division.Recordings.OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => new Recording(one.Name, index[one.Word], Speaker(one.Name), one.Part))],
            division.RecognisedBy,
            [
                .. files.LeftOut,
                .. division.LeftOut,
                .. listing.Unnamed.Count == 0 ? [] : new LeftOut[] { new("recordings in folders that begin with an underscore, which are no words", listing.Unnamed.Count, listing.Unnamed[0].PathFrom(0)) },
                .. Unread(listing.Others),
            ],
            [.. files.Warnings, .. Vanished(listing)]);
    }

    // Sounds first, then the most.
    private static IEnumerable<LeftOut> Unread(IEnumerable<ListedFile> others) =>
        others.GroupBy(file => RecordingKind.Ending(file.Parts[^1]), StringComparer.Ordinal)
            .OrderByDescending(group => RecordingKind.IsUnread(group.Key)).ThenByDescending(group => group.Count())
            .Select(group => new LeftOut(
                RecordingKind.IsUnread(group.Key) ? $"sounds of a kind that is not read ({group.Key})"
                : $"files that are no recordings ({(group.Key.Length == 0 ? "without an ending" : group.Key)})",
                group.Count(),
                group.First().PathFrom(0)));

    // A word of which nothing is read.
    private static IEnumerable<string> Vanished(RecordingListing listing)
    {
        var read = listing.Recordings.Select(file => file.Parts[^2]).ToHashSet(StringComparer.Ordinal);
        return listing.Others.Where(file => file.Parts.Length > 1 && RecordingKind.IsUnread(file.Parts[^1]))
            .GroupBy(file => file.Parts[^2], StringComparer.Ordinal)
            .Where(word => !read.Contains(word.Key))
            .Select(word =>
                $"None of the {word.Count()} sounds in the folder '{word.Key}' is read: they are {string.Join(", ", word.Select(file => RecordingKind.Ending(file.Parts[^1])).Distinct())}. "
                + "Convert them to WAV, else that word is missing.");
    }

    // "speaker_…_round.wav", as sets of commands name their files; else nobody can tell.
    private static string Speaker(string name)
    {
        var fields = Path.GetFileNameWithoutExtension(name[(name.LastIndexOf('/') + 1)..]).Split('_');
        return fields.Length > 1 && fields[0].Length > 0 && fields[^1].Length > 0 && fields[^1].All(char.IsAsciiDigit) ? fields[0] : name;
    }
}
