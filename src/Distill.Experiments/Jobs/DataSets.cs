using Distill.Data;
using Distill.Data.Sets;
using Distill.Images;
using Distill.Runs;

namespace Distill.Experiments.Jobs;

/// <summary>Data sets by what people type: a name of the catalogue or a path.</summary>
public static class DataSets
{
    private const double UndividedTestShare = 0.2;

    // Fixed, so that what tests a model never trained it, whatever else differs between two runs.
    private const long UndividedTestSeed = 20;

    /// <summary>The sets of the catalogue, and where each is.</summary>
    public static IReadOnlyList<ListedSet> List() =>
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
    ];

    /// <summary>Makes sure that a set of the catalogue is on this machine.</summary>
    /// <returns>Its folder; empty for a built-in set.</returns>
    /// <exception cref="DistillException">There is no such set, or no source of it can be reached.</exception>
    public static string Fetch(string set, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        new Catalogue(new CatalogueOptions()).Fetch(set, progress, cancellation);

    /// <summary>
    /// Opens the training and the test part. Where the data has no test part of its own, a fifth is drawn as one, class
    /// by class, the same each time.
    /// </summary>
    /// <param name="data">A name of the catalogue, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="progress">Told of fetching and decoding.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DistillException">There is no such set or path, or its files are not right.</exception>
    public static (ExampleView Train, ExampleView Test) Open(
        string data, DataOptions reading, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var locator = new DataLocator();
        var train = locator.Open(data, SetPart.Train, reading, progress, cancellation)
            ?? throw new DistillException($"{data} has no training part.");
        if (locator.Open(data, SetPart.Test, reading, progress, cancellation) is { } test)
        {
            return (train, test);
        }

        var (part, remaining) = Splits.Stratified(train, UndividedTestShare, UndividedTestSeed);
        return (remaining, part);
    }

    /// <summary>Describes both parts.</summary>
    /// <exception cref="DistillException">There is no such set or path, or its files are not right.</exception>
    public static DataSetDescription Describe(
        string data, DataOptions reading, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var (train, test) = Open(data, reading, progress, cancellation);
        return new DataSetDescription([Part("train", train), Part("test", test)], [.. train.ClassNames]);

        static DataSetPart Part(string name, ExampleView view) =>
            new(name, view.Count, view.Shape.ToString(), view.Fingerprint, view.ClassCounts());
    }
}
