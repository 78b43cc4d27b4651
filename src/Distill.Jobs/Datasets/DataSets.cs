using Distill.Data;
using Distill.Data.Sets;
using Distill.Images;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Speech.Recordings;
using Distill.Text;

namespace Distill.Jobs.Datasets;

/// <summary>Data sets by what people type: a name of the catalogue or a path.</summary>
public static class DataSets
{
    /// <summary>The sets that have names, and where each is.</summary>
    internal static IReadOnlyList<ListedSet> List() =>
    [
        .. new Catalogue(new CatalogueOptions()).Status().Select(status => new ListedSet(
            status.Set.Name,
            status.Set.Description,
            status.Set.TrainingExamples,
            status.Set.TestExamples,
            status.Set.Shape.ToString(),
            status.Set.Licence,
            status.Folder switch
            {
                null => $"to fetch: {string.Join("; ", status.Origins)}",
                "" => "built in",
                _ => status.Folder,
            })),
        .. KnownRecordings.Sets.Select(set => new ListedSet(
            set.Name,
            set.Description,
            set.TrainingClips,
            set.TestClips,
            KeywordSource.ShapeFor(new()).ToString(),
            set.Licence,
            KnownRecordings.Find(set.Name) switch
            {
                null => "not here: put its archive into a folder and name that folder in DISTILL_DATA",
                "" => "built in",
                var path => path,
            })),
        .. KnownTexts.Sets.Select(set => new ListedSet(
            set.Name,
            set.Description,
            set.TrainingTexts,
            set.TestTexts,
            "texts",
            set.Licence,
            KnownTexts.Find(set.Name) ?? $"not here: {char.ToLowerInvariant(set.Remedy[0])}{set.Remedy[1..].TrimEnd('.')}")),
    ];

    /// <summary>Whether a set has this name; upper and lower case do not matter.</summary>
    public static bool Knows(string name) => Catalogue.Knows(name) || Names().Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds out before a run is made that there are such data; nothing is fetched or read.</summary>
    /// <exception cref="DistillException">There is no such set or path, it is one recording, or a known set that does not read these choices.</exception>
    public static void Require(string data, DataOptions reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var recordings = HoldsRecordings(data);
        if (recordings || Knows(data))
        {
            reading.RefuseUnread(
                data, recordings ? "recordings" : "a known set, whose size and colour are its own", seconds: recordings, parts: recordings && !Knows(data), texts: KnownTexts.Knows(data));
        }
        else if (HoldsTexts(data, reading))
        {
            RefuseUnreadOfTexts(data, reading);
        }
    }

    /// <summary>Makes sure that a set that has a name is on this machine.</summary>
    /// <returns>Its folder or archive; empty for a built-in set.</returns>
    /// <exception cref="DistillException">There is no such set, or no source of it can be reached.</exception>
    public static string Fetch(string set, JobContext context) =>
        KnownRecordings.Knows(set) ? KnownRecordings.Locate(set)
        : KnownTexts.Knows(set) ? KnownTexts.Locate(set)
        : Knows(set) ? new Catalogue(new CatalogueOptions()).Fetch(set, context.Progress, context.CancellationToken)
        : throw new DistillException($"There is no data set '{set}'.{NamesNear(set)}");

    /// <summary>
    /// Opens the training and the test part, for work that measures. Where the data has no labelled test part of its own, a
    /// fifth is drawn as one, class by class, the same each time; of recordings whose names tell who speaks, whole speakers.
    /// </summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="context">Told what was left out, and what may be meant otherwise; its token stops the work.</param>
    /// <param name="words">Of recordings the classes, where a model has them already; null for the words that the data has.</param>
    /// <param name="classes">Asked for the classes of data that have none, as their teacher names them; null for none.</param>
    /// <exception cref="DistillException">There is no such set or path, its files are not right, or no example has a label.</exception>
    public static (ExampleView Train, ExampleView Test) Open(
        string data, DataOptions reading, JobContext context,
        IReadOnlyList<string>? words = null, Func<IReadOnlyList<string>?>? classes = null)
    {
        var opened = Read(data, reading, context, words, classes);
        return opened.Test is { } test
            ? (opened.Train.Examples, test.Examples)
            : throw new DistillException($"No example of {data} has a label, so nothing measures a model by them. Give data with labels.");
    }

    /// <summary>The same, where there may be no labels and so no test part.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="context">Told what was left out, and what may be meant otherwise; its token stops the work.</param>
    /// <param name="words">Of recordings the classes, where a model has them already; null for the words that the data has.</param>
    /// <param name="classes">Asked for the classes of data that have none, as their teacher names them; null for none.</param>
    /// <exception cref="DistillException">There is no such set or path, or its files are not right.</exception>
    public static OpenedData Read(
        string data, DataOptions reading, JobContext context,
        IReadOnlyList<string>? words = null, Func<IReadOnlyList<string>?>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var opened = DataParts.Divided(
            HoldsRecordings(data)
                ? KeywordSet.Divided(Recordings(data, reading), Keywords(reading), words, context.Progress, context.CancellationToken)
                : WithoutRecordings(data, reading, context),
            classes);
        DataParts.Say(opened, context.Say);
        return opened;
    }

    /// <summary>The examples of data that come beside others: the training part, where they are divided.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="others">The examples that they come beside.</param>
    /// <param name="context">Told what was left out; its token stops the work.</param>
    /// <exception cref="DistillException">There is no such set or path, or its files are not right.</exception>
    internal static IExampleSource Beside(string data, DataOptions reading, ExampleView others, JobContext context)
    {
        // Beside texts a file is one of texts, however few or short they are.
        var opened = HoldsRecordings(data) ? AllRecordings(data, reading, others.ClassNames, context)
            : others.ElementType == ElementType.Text && !Knows(data) ? TextData.Open(data, reading.Text, reading.Csv, reading.TestPart)
            : WithoutRecordings(data, reading, context);
        DataParts.Say(
            opened.Test is { } test
                ? opened with { LeftOut = [.. opened.LeftOut, new LeftOut($"examples of the test part of {data}", test.Examples.Count, test.RecognisedBy)] }
                : opened,
            context.Say);
        return opened.Train.Examples.Source;
    }

    /// <summary>Describes the parts: how each was recognised, what it holds, and what was left out.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="context">Told of fetching and decoding; its token stops the work.</param>
    /// <exception cref="DistillException">There is no such set or path, or its files are not right.</exception>
    internal static DataSetDescription Describe(
        string data, DataOptions reading, JobContext context)
    {
        var opened = Read(data, reading, context with { Say = null });
        return new DataSetDescription(
            [Part("train", opened.Train), .. opened.Test is { } test ? [Part("test", test)] : Array.Empty<DataSetPart>()],
            [.. opened.Train.Examples.ClassNames],
            opened.LeftOut,
            opened.Warnings);

        static DataSetPart Part(string name, DataPart part)
        {
            var (view, counts) = (part.Examples, part.Examples.ClassCounts());
            return new(name, part.RecognisedBy, view.Count, counts.Sum(), view.Shape.ToString(), view.Fingerprint, counts);
        }
    }

    /// <summary>Whether data are recordings: a set of them that has a name, or a folder or archive of WAV files.</summary>
    /// <exception cref="DistillException">There is no such set or path, or it is one WAV file, which has no parts.</exception>
    private static bool HoldsRecordings(string data)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        if (Knows(data))
        {
            return KnownRecordings.Knows(data);
        }

        if (Directory.Exists(data))
        {
            return RecordingSet.IsAt(data);
        }

        return !File.Exists(data) ? throw new DistillException($"'{data}' is neither a data set nor a file or folder.{NamesNear(data)}")
            : RecordingSet.IsRecording(data) ? throw new DistillException($"{data} is one recording; expected a set: a folder or archive with a folder of WAV files for each word.")
            : RecordingSet.IsAt(data);
    }

    // What was said of texts means that they are texts, whatever their table looks like.
    private static bool HoldsTexts(string data, DataOptions reading) => TextData.IsAt(data, reading.Text, reading.Csv);

    private static void RefuseUnreadOfTexts(string data, DataOptions reading) =>
        reading.RefuseUnread(data, "texts", columns: true, parts: !reading.SkipDamaged && reading.ArchiveNames is null, texts: true);

    private static OpenedData WithoutRecordings(string data, DataOptions reading, JobContext context)
    {
        if (KnownTexts.Knows(data))
        {
            reading.RefuseUnread(data, "a known set", texts: true);
            return KnownTexts.Open(data, reading.Text ?? new());
        }

        if (Knows(data) || !HoldsTexts(data, reading))
        {
            return new DataLocator().Open(data, reading, context.Progress, context.CancellationToken);
        }

        RefuseUnreadOfTexts(data, reading);
        return TextData.Open(data, reading.Text, reading.Csv, reading.TestPart);
    }

    private static OpenedData AllRecordings(string data, DataOptions reading, IReadOnlyList<string> words, JobContext context)
    {
        var set = Recordings(data, reading);
        var all = KeywordReading.Of(set, Keywords(reading), words, _ => true, context.Progress, context.CancellationToken);
        return new OpenedData(new DataPart(new ExampleView(all.Source), "all recordings"), null)
        {
            LeftOut = [.. set.LeftOut, .. all.LeftOut],
            Warnings = [.. set.Warnings, .. all.Warnings],
        };
    }

    private static RecordingSet Recordings(string data, DataOptions reading)
    {
        reading.RefuseUnread(data, "recordings", seconds: true, parts: !Knows(data));
        return RecordingSet.Open(data, testPart: reading.TestPart, archiveNames: reading.ArchiveNames);
    }

    private static KeywordOptions Keywords(DataOptions reading) => new() { Seconds = reading.Seconds, SkipDamaged = reading.SkipDamaged };

    private static IEnumerable<string> Names() =>
        Catalogue.Sets.Select(set => set.Name).Concat(KnownRecordings.Sets.Select(set => set.Name)).Concat(KnownTexts.Sets.Select(set => set.Name));

    private static string NamesNear(string name) => $"{NearMiss.Question(name, Names())} Data sets are {string.Join(", ", Names())}.";
}
