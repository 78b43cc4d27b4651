using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Distill.Data.Formats;

/// <summary>A name of a folder or list as that of a part, for example "train", "seg_train", "Testing" or "val2017".</summary>
/// <param name="Role">What the part is for.</param>
/// <param name="Rest">The other words of the name, in lower case.</param>
internal sealed partial record PartName(PartRole Role, string Rest)
{
    private static readonly FrozenDictionary<string, PartRole> Roles = new Dictionary<string, PartRole>
    {
        ["train"] = PartRole.Train,
        ["training"] = PartRole.Train,
        ["trn"] = PartRole.Train,
        ["val"] = PartRole.Validation,
        ["valid"] = PartRole.Validation,
        ["validation"] = PartRole.Validation,
        ["dev"] = PartRole.Validation,
        ["eval"] = PartRole.Validation,
        ["evaluation"] = PartRole.Validation,
        ["test"] = PartRole.Test,
        ["testing"] = PartRole.Test,
        ["tst"] = PartRole.Test,
    }.ToFrozenDictionary();

    // Words beside which a part's word says all.
    private static readonly FrozenSet<string> Common = new[]
    {
        "set", "sets", "data", "dataset", "split", "part", "subset", "folder", "dir", "image", "images", "img", "imgs", "pic", "pics", "picture", "pictures",
        "photo", "photos", "label", "labels", "list", "annotation", "annotations", "file", "files",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Unlabelled =
        new[] { "pred", "predict", "prediction", "inference", "unlabeled", "unlabelled", "unsup", "unsupervised", "extra" }.ToFrozenSet();

    /// <summary>Whether nothing in the name speaks of something else than the part.</summary>
    public bool IsPlain => Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Common.Contains(word) || word.All(char.IsAsciiDigit));

    /// <summary>The part that a name tells; null for none or several.</summary>
    public static PartName? Of(string name)
    {
        var words = Words(name);
        var roles = words.Where(Roles.ContainsKey).ToList();
        return roles.Count == 1 ? new(Roles[roles[0]], string.Join(' ', words.Where(word => word != roles[0]))) : null;
    }

    /// <summary>Whether a name is one of folders of images without labels, for example "seg_pred".</summary>
    public static bool IsOfUnlabelled(string name) => Words(name).Exists(Unlabelled.Contains);

    // "trainImages", "train-images" and "trainset" alike; a word that is glued on counts where it is a common one.
    private static List<string> Words(string name) =>
    [
        .. Word().Matches(name).Select(match => match.Value.ToLowerInvariant()).SelectMany(word =>
            Roles.Keys.FirstOrDefault(role => word.StartsWith(role, StringComparison.Ordinal) && Common.Contains(word[role.Length..])) is { } part
                ? [part, word[part.Length..]]
                : (string[])[word]),
    ];

    [GeneratedRegex(@"\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+(?!\p{Ll})|\p{Nd}+")]
    private static partial Regex Word();
}
