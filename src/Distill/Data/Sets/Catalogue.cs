using Distill.Data.Formats;
using Distill.Data.Glyphs;
using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// The known data sets. A set is looked for in the cache, in <c>DISTILL_DATA</c> and among the system's packages, and
/// only then fetched. Bytes are checked against the published sums before they are used.
/// </summary>
public sealed class Catalogue
{
    private readonly CatalogueOptions options;
    private readonly FileCheck check;

    /// <summary>A catalogue that looks where the options say.</summary>
    public Catalogue(CatalogueOptions? options = null)
    {
        this.options = options ?? new();
        check = new FileCheck(this.options.CacheFolder);
    }

    /// <summary>The sets, by name.</summary>
    public static IReadOnlyList<CatalogueSet> Sets => KnownSets.All;

    /// <summary>Whether a set has this name; upper and lower case do not matter.</summary>
    internal static bool Knows(string name) => GlyphSets.Knows(name) || Sets.Any(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The set of a name; upper and lower case do not matter.</summary>
    /// <exception cref="DistillException">There is none: the message has the nearest name and all names.</exception>
    public static CatalogueSet Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return GlyphSets.Knows(name) ? GlyphSets.Find(name)
            : Sets.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DistillException(
                $"There is no data set '{name}'.{NearMiss.Question(name, Sets.Select(s => s.Name))} " +
                $"The catalogue has {string.Join(", ", Sets.Select(s => s.Name))}.");
    }

    /// <summary>Where each set is, without fetching or checking anything.</summary>
    internal IReadOnlyList<SetStatus> Status() => [.. Sets.Select(set =>
    {
        var located = Locate(set, []);
        return new SetStatus(
            set,
            located?.Folder,
            located?.Paths.Sum(path => new FileInfo(path).Length) ?? 0,
            [.. options.Origins.Select(origin => origin.Describe(set)).OfType<string>()]);
    })];

    /// <summary>Makes sure that the set is on this machine and has the right bytes.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="progress">Where to report, or null.</param>
    /// <param name="cancellationToken">Stops the work; what was downloaded is used by the next attempt.</param>
    /// <returns>The folder that holds it; empty for a built-in set.</returns>
    /// <exception cref="DistillException">
    /// The name is unknown, bytes are wrong, or no source worked: the message lists each source and why it failed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public string Fetch(string name, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var set = Find(name);
        var located = LocateOrFetch(set, progress, cancellationToken);
        for (var i = 0; i < located.Paths.Count; i++)
        {
            check.Demand(located.Paths[i], located.Variant.Files[i]);
        }

        return located.Folder;
    }

    /// <summary>Opens a part of a set, fetching the set first if need be.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="part">The training images or the test images.</param>
    /// <param name="progress">Where to report, or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DistillException">As <see cref="Fetch"/>; or it needs an image decoder and there is none.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public IExampleSource Open(
        string name, SetPart part, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var set = Find(name);
        var located = LocateOrFetch(set, progress, cancellationToken);
        var title = $"{set.Name}/{(part == SetPart.Train ? "train" : "test")}";
        switch (located.Variant.Format)
        {
            case SetFormat.Glyphs:
                if (GlyphSets.Knows(name))
                {
                    return new GlyphSource(GlyphSets.Options(name, part), title);
                }

                var glyphs = set.Name == KnownSets.ManyGlyphs ? GlyphOptions.CatalogueOfMany(part) : GlyphOptions.Catalogue(part);
                return new GlyphSource(glyphs, title).InMemory();
            case SetFormat.Idx:
                var first = part == SetPart.Train ? 0 : 2;
                return IdxReader.Open(Checked(located, first), Checked(located, first + 1), title, set.ClassNames);
            case SetFormat.Cifar:
                return CifarReader.Open(Checked(located, 0), part, title);
            default:
                var reader = options.Images ?? throw new DistillException(
                    $"{set.Name} is made of image files; add the package Distill.NET.Images and give its reader to the " +
                    "catalogue's options.");
                return reader.Open(Checked(located, 0), TinyImageNet(set, part), title, progress, cancellationToken);
        }
    }

    private static ImageOptions TinyImageNet(CatalogueSet set, SetPart part) => new()
    {
        Folder = part == SetPart.Train ? "train" : "val",
        Manifest = part == SetPart.Train ? null : "val_annotations.txt",
        ClassesFrom = "train",
        Resize = new ImageSize(set.Shape.Width, set.Shape.Height),
        Color = ImageColor.Rgb,
    };

    private string Checked(Located located, int file)
    {
        check.Demand(located.Paths[file], located.Variant.Files[file]);
        return located.Paths[file];
    }

    private Located LocateOrFetch(CatalogueSet set, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var tried = new List<string>();
        if (Locate(set, tried) is { } located)
        {
            return located;
        }

        foreach (var origin in options.Origins)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (origin.Describe(set) is not { } place)
            {
                continue;
            }

            try
            {
                FetchFrom(origin, set, progress, cancellationToken);
                return Locate(set, tried) ?? throw new DistillException("it did not bring all files of the set");
            }
            catch (Exception error) when (error is DistillException or IOException or UnauthorizedAccessException)
            {
                tried.Add($"{place}: {error.Message}");
            }
        }

        throw new DistillException(
            $"{set.Name} is not on this machine and could not be fetched. Tried:{string.Concat(tried.Select(t => $"\n  {t}"))}\n" +
            "Put its files into a folder and name that folder in DISTILL_DATA, or go online. The built-in set 'glyphs' needs no files.");
    }

    private void FetchFrom(ISetOrigin origin, CatalogueSet set, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(options.CacheFolder, "partial")).FullName;
        var staging = Directory.CreateDirectory(Path.Combine(scratch, $"{set.Name}.{Guid.NewGuid():N}")).FullName;
        try
        {
            origin.Fetch(set, staging, scratch, progress, cancellationToken);
            var located = LocateIn(staging, set, []) ?? throw new DistillException("it did not bring all files of the set");
            for (var i = 0; i < located.Paths.Count; i++)
            {
                check.Demand(located.Paths[i], located.Variant.Files[i]);
            }

            var target = Path.Combine(options.CacheFolder, set.Name);
            if (Directory.Exists(target))
            {
                // Another process was faster, or the old folder is incomplete; Locate tells which.
                if (LocateIn(target, set, []) is not null)
                {
                    return;
                }

                Directory.Delete(target, recursive: true);
            }

            try
            {
                Directory.Move(staging, target);
            }
            catch (IOException) when (LocateIn(target, set, []) is not null)
            {
                // Another process was faster by a moment.
            }
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private Located? Locate(CatalogueSet set, List<string> tried)
    {
        if (set.Variants[0].Files.Count == 0)
        {
            return new Located("", set.Variants[0], []);
        }

        var located = SetFolders.Of(options, set.Name, set.InstalledFolder)
            .Select(folder => LocateIn(folder, set, tried)).FirstOrDefault(found => found is not null);
        if (options.DataFolder is null)
        {
            tried.Add("DISTILL_DATA: not set");
        }

        return located;
    }

    private static Located? LocateIn(string folder, CatalogueSet set, List<string> tried)
    {
        foreach (var variant in set.Variants)
        {
            var paths = variant.Files.Select(file => PathOf(folder, file)).ToList();
            if (paths.TrueForAll(path => path is not null))
            {
                return new Located(folder, variant, paths!);
            }

            var missing = variant.Files.Where((_, i) => paths[i] is null).Select(file => file.Name);
            tried.Add($"{folder}: no {string.Join(", ", missing)}");
        }

        return null;
    }

    private static string? PathOf(string folder, SetFile file)
    {
        string[] names = file.Unpacked ? [file.Name, file.Name + ".gz"] : [file.Name];
        return names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private sealed record Located(string Folder, SetVariant Variant, IReadOnlyList<string> Paths);
}
