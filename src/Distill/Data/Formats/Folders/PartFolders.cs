using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>The folders that are parts of data.</summary>
/// <param name="Train">Of what models learn from.</param>
/// <param name="Others">Of what may measure them, the likeliest first: test folders, then those for validation.</param>
/// <param name="Beside">Folders of examples that are no part.</param>
internal sealed record PartFolders(FolderNode Train, IReadOnlyList<FolderNode> Others, IReadOnlyList<FolderNode> Beside)
{
    private static readonly Remedy TestPart = new("DataOptions", "TestPart");

    /// <summary>
    /// The parts among the folders in one: a name alone does not make a folder a part, because classes may be called "train" or
    /// "training shoes". What makes it one is a part beside it with the same classes in it, or that nothing else lies there.
    /// </summary>
    /// <param name="folder">The folder around them.</param>
    /// <param name="testPart">The folder that a user names as the test part; or null.</param>
    /// <param name="hasList">Whether a list beside a folder gives labels to it.</param>
    /// <param name="where">The data, for messages.</param>
    /// <returns>Null where the folders are classes, or folders around them.</returns>
    /// <exception cref="DistillException">Several folders may be the training part, or there is none of the name that the user gives.</exception>
    public static PartFolders? Of(FolderNode folder, string? testPart, Func<FolderNode, bool> hasList, string where)
    {
        var named = folder.WithExamples.Select(part => (Folder: part, Name: PartName.Of(part.Name))).ToList();
        var trains = named.Where(part => part.Name?.Role == PartRole.Train).ToList();
        var others = named.Where(part => part.Name is { Role: not PartRole.Train }).ToList();
        // Folders that look like classes beside the parts.
        var like = named.Where(part => part.Name is null && !PartName.IsOfUnlabelled(part.Folder.Name)).ToList();
        var found = trains.Where(train => IsTrain(train.Folder, train.Name!)).Select(train => train.Folder).ToList();
        if (found.Count == 0)
        {
            return others.Count < 2 || !Shares(others[0].Folder, others[1].Folder) ? null : throw new DistillException(
                $"{where}: the folders {string.Join(" and ", others.Select(part => $"'{part.Folder.Path}'"))} hold the same classes and no folder is called 'train'. " +
                "Rename the one that models are to learn from.");
        }

        var train = found.Count == 1 ? found[0] : found.Find(one => PartName.Of(one.Name)!.Rest.Length == 0) ?? throw new DistillException(
            $"{where}: {string.Join(", ", found.Select(one => $"'{one.Path}'"))} may each be the training part. Rename the one that is meant to 'train', and keep the others elsewhere.");
        var accepted = others.Where(other => IsPart(train, PartName.Of(train.Name)!, other.Folder, other.Name!))
            .OrderByDescending(other => other.Name!.Role).Select(other => other.Folder).ToList();
        if (testPart is not null)
        {
            accepted = named.Find(part => part.Folder != train && part.Folder.Name.Equals(testPart, StringComparison.OrdinalIgnoreCase)).Folder is { } chosen
                ? [chosen, .. accepted.Where(other => other != chosen)]
                : throw new DistillException(
                    $"{where} has no folder '{testPart}' beside '{train.Path}' for the test part (TestPart). Beside it are " +
                    $"{(named.Count > 1 ? string.Join(", ", named.Where(part => part.Folder != train).Select(part => part.Folder.Name)) : "none")}.",
                    TestPart);
        }

        return new(train, accepted, [.. named.Select(part => part.Folder).Where(other => other != train && !accepted.Contains(other))]);

        bool IsTrain(FolderNode candidate, PartName name) =>
            others.Exists(other => IsPart(candidate, name, other.Folder, other.Name!))
            || (name.IsPlain && (like.Count == 0 || Classes(candidate).Count > 1 || hasList(candidate)));

        bool IsPart(FolderNode candidate, PartName name, FolderNode other, PartName otherName) =>
            Shares(candidate, other)
            || (((name.IsPlain && otherName.IsPlain) || name.Rest == otherName.Rest)
                && (like.Count == 0 || Classes(candidate).Count > 1 || hasList(candidate)));
    }

    /// <summary>The folder in a part whose folders are its classes: the part's own, or one that alone lies in it around several.</summary>
    /// <param name="part">The part's folder.</param>
    /// <param name="classes">The classes of the training part, where they are known.</param>
    public static FolderNode Base(FolderNode part, IReadOnlySet<string>? classes = null) =>
        (classes is null
            ? part.Chain().FirstOrDefault(folder => folder.WithExamples.Count > 1)
            : part.Chain().FirstOrDefault(folder => folder.WithExamples.Any(one => classes.Contains(one.Name))))
        ?? part;

    private static IReadOnlyList<FolderNode> Classes(FolderNode part) => Base(part).WithExamples;

    private static bool Shares(FolderNode one, FolderNode other)
    {
        var names = one.Walk().Where(folder => folder.Count > 0 && folder != one).Select(folder => folder.Name).ToHashSet(StringComparer.Ordinal);
        return Classes(one).Count > 0 && Base(other, names).WithExamples.Any(folder => names.Contains(folder.Name));
    }
}
