namespace Distill.Data.Formats;

/// <summary>Files of training and test examples beside each other, by the words in their names.</summary>
internal static class PartFiles
{
    /// <summary>What a file of training examples is called.</summary>
    public static IReadOnlyList<string> TrainingWords { get; } = ["training", "train"];

    /// <summary>What one of test examples is called: those for tests before those for validation.</summary>
    public static IReadOnlyList<string> TestWords { get; } = ["test", "testing", "validation", "valid", "val", "dev", "eval"];

    /// <summary>The files whose names differ from one of training examples in the word for the part alone, those for tests first.</summary>
    /// <param name="file">The file of training examples; one whose name does not say so has no others.</param>
    /// <param name="beside">The files of its folder.</param>
    public static IEnumerable<string> TestFiles(string file, IEnumerable<string> beside)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var word = TrainingWords.FirstOrDefault(word => stem.Contains(word, StringComparison.OrdinalIgnoreCase));
        return word is null ? [] : TestWords.SelectMany(test => beside.Where(other => Path.GetFileNameWithoutExtension(other).Equals(
            stem.Replace(word, test, StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase)));
    }
}
