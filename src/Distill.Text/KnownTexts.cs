using Distill.Data;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Text;

/// <summary>Sets of texts that are known by name, and found where the catalogue finds its sets.</summary>
internal static class KnownTexts
{
    /// <summary>
    /// Requests to an assistant with one of 150 intents: Larson et al. 2019, CC BY 3.0. What has no intent is left out, so that
    /// accuracy is that of requests in scope.
    /// </summary>
    public const string Clinc150 = "clinc150";

    private static readonly SetFile File = new("data_full.json", "30c29dc6ab78edf3b5dfa640be204cde", 2_495_390, Unpacked: false, []);

    /// <summary>The sets, by name.</summary>
    public static IReadOnlyList<KnownTextSet> Sets { get; } =
        [new(Clinc150, "requests to an assistant, 150 intents", "CC BY 3.0", 15_000, 4_500)];

    /// <summary>Whether a set has this name; upper and lower case do not matter.</summary>
    public static bool Knows(string name) => Sets.Any(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a set is, without checking its bytes; null where it is not on this machine.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    public static string? Find(string name, CatalogueOptions? options = null) => Paths(Known(name), options ?? new()).Find(System.IO.File.Exists);

    /// <summary>The file of a set, checked; it is not fetched from anywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    /// <exception cref="DistillException">The name is unknown, the file is not there, or has other bytes.</exception>
    public static string Locate(string name, CatalogueOptions? options = null)
    {
        options ??= new();
        var path = Find(name, options) ?? throw new DistillException(
            $"{Known(name)} is not on this machine. Looked for:{string.Concat(Paths(Known(name), options).Select(tried => $"\n  {tried}"))}\n" +
            $"Put the file {File.Name} of https://github.com/clinc/oos-eval into a folder and name that folder in DISTILL_DATA.");
        new FileCheck(options.CacheFolder).Demand(path, File);
        return path;
    }

    /// <summary>Opens the training and the test part.</summary>
    /// <exception cref="DistillException">As <see cref="Locate"/>.</exception>
    public static OpenedData Open(string name, TextOptions texts, CatalogueOptions? options = null)
    {
        var opened = TextData.Open(Locate(name, options), Known(name), texts, csv: null, testPart: "test");
        return opened with
        {
            Train = new(new ExampleView(opened.Train.Examples.Source), "a set of the catalogue"),
            Test = new(new ExampleView(opened.Test!.Examples.Source), "a set of the catalogue"),
        };
    }

    private static string Known(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Sets.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
            ?? throw new DistillException($"There are no texts '{name}'.{NearMiss.Question(name, Sets.Select(set => set.Name))} Known are {string.Join(", ", Sets.Select(set => set.Name))}.");
    }

    private static List<string> Paths(string name, CatalogueOptions options) =>
        [.. SetFolders.Of(options, name, installed: null).Select(folder => Path.Combine(folder, File.Name))];
}
