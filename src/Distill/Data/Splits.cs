using System.Globalization;
using Distill.Runs;

namespace Distill.Data;

/// <summary>Parts of a view that are drawn by a seed, the same on every machine.</summary>
public static class Splits
{
    /// <summary>The share of data without a test part that is drawn as one.</summary>
    public const double UndividedTestShare = 0.2;

    /// <summary>Decides which. Fixed, so that what tests a model never trained it, whatever else differs between two runs.</summary>
    public const long UndividedTestSeed = 20;

    /// <summary>What <see cref="Undivided"/> does, for people.</summary>
    public const string UndividedDescription = "a draw of a fifth of each class, since the data have no labelled test part";

    private const long Purpose = 0x73706C6974;

    /// <summary>
    /// Divides data that has no test part of its own: a fifth of what has a label is drawn as one, class by class, the same each
    /// time. Nothing is drawn where nothing has a label.
    /// </summary>
    /// <param name="view">All of the data.</param>
    public static (ExampleView Train, ExampleView Test) Undivided(ExampleView view)
    {
        var (test, train) = Labelled(view, UndividedTestShare, UndividedTestSeed);
        return (train, test);
    }

    /// <summary>
    /// Draws a fraction of the view, class by class in proportion, and leaves the rest. Both keep the view's order. The
    /// part has ⌊fraction × count + ½⌋ examples, and of each class its share rounded up or down; a class of few
    /// examples may therefore be missing from either. Examples without a label count as a class of their own.
    /// </summary>
    /// <param name="view">What to split.</param>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="seed">Chooses the examples.</param>
    /// <exception cref="DistillException">The fraction is out of range.</exception>
    public static (ExampleView Part, ExampleView Remaining) Stratified(ExampleView view, double fraction, long seed) =>
        Draw(view, fraction, seed, labelledOnly: false);

    /// <summary>
    /// Draws a fraction of the examples that have a label, as <see cref="Stratified"/> does, for what is to measure a model. All
    /// others, labelled or not, remain. Where every example has a label, both draw the same.
    /// </summary>
    /// <param name="view">What to split.</param>
    /// <param name="fraction">From 0 to 1, of the labelled examples.</param>
    /// <param name="seed">Chooses the examples.</param>
    /// <exception cref="DistillException">The fraction is out of range.</exception>
    public static (ExampleView Part, ExampleView Remaining) Labelled(ExampleView view, double fraction, long seed) =>
        Draw(view, fraction, seed, labelledOnly: true);

    private static (ExampleView Part, ExampleView Remaining) Draw(ExampleView view, double fraction, long seed, bool labelledOnly)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!(fraction >= 0 && fraction <= 1))
        {
            throw new DistillException(
                string.Create(CultureInfo.InvariantCulture, $"A split takes a fraction from 0 to 1 of {view.Name}, not {fraction}."));
        }

        var random = new SeededRandom(Purpose, seed);
        var classes = PositionsByClass(view);
        if (labelledOnly)
        {
            classes[0] = [];
        }

        var seats = Seats(classes, (long)Math.Floor(fraction * classes.Sum(positions => (long)positions.Length) + 0.5), fraction, ref random);

        var chosen = new bool[view.Count];
        for (var c = 0; c < classes.Length; c++)
        {
            random.Fork(c).Shuffle<int>(classes[c]);
            foreach (var position in classes[c].AsSpan(0, seats[c]))
            {
                chosen[position] = true;
            }
        }

        var all = Enumerable.Range(0, view.Count);
        return (
            view.Subset(all.Where(i => chosen[i]).ToArray(), Named(view, "part", fraction, seed)),
            view.Subset(all.Where(i => !chosen[i]).ToArray(), Named(view, "rest of", fraction, seed)));
    }

    private static int[][] PositionsByClass(ExampleView view)
    {
        // First those without a label.
        var byClass = new List<int>[view.ClassNames.Count + 1];
        for (var c = 0; c < byClass.Length; c++)
        {
            byClass[c] = [];
        }

        var labels = view.Labels();
        for (var i = 0; i < labels.Length; i++)
        {
            byClass[labels[i] + 1].Add(i);
        }

        return [.. byClass.Select(list => list.ToArray())];
    }

    // Each class gets its share rounded down; the examples still missing go to the largest remainders, drawn by lot
    // among equals.
    private static int[] Seats(int[][] classes, long total, double fraction, ref SeededRandom random)
    {
        var seats = new int[classes.Length];
        var remainders = new double[classes.Length];
        for (var c = 0; c < classes.Length; c++)
        {
            var share = classes[c].Length * fraction;
            seats[c] = (int)Math.Floor(share);
            remainders[c] = share - seats[c];
        }

        var lots = Enumerable.Range(0, classes.Length).ToArray();
        random.Shuffle<int>(lots);
        var open = (int)(total - seats.Sum(s => (long)s));
        foreach (var c in lots.OrderByDescending(c => remainders[c]).Where(c => seats[c] < classes[c].Length).Take(open))
        {
            seats[c]++;
        }

        return seats;
    }

    private static string Named(ExampleView view, string part, double fraction, long seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{view.Name} ({part} {fraction:0.####}, seed {seed})");
}
