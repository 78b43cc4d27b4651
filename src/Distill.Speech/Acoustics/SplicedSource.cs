using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;

namespace Distill.Speech.Acoustics;

/// <summary>
/// The frames of utterances as examples: each with its neighbours, [frames · coefficients] as one vector of features, and its
/// state as the label. Beyond an utterance's ends its first or last frame is repeated. Each frame is stored once; what lies
/// around it is put together as it is read. Rows go through the utterances in order.
/// </summary>
public sealed class SplicedSource : IExampleSource
{
    /// <summary>All frames of an example where nothing else is asked for: the paper sees 26 frames and names the state of the 21st.</summary>
    internal const int DefaultFrames = DefaultBefore + 1 + DefaultAfter;

    private const int DefaultBefore = 20, DefaultAfter = 5;

    // With the repeated frames around it, an example is one stretch of its utterance.
    private readonly float[][] padded;
    private readonly int[] firstRows;
    private readonly int[] labels;
    private readonly int coefficients;

    /// <summary>Prepares utterances.</summary>
    /// <param name="name">What to call the source.</param>
    /// <param name="utterances">Normalised features, all of as many coefficients.</param>
    /// <param name="alignments">The states of each utterance's frames; null when they are not known, and labels are −1.</param>
    /// <param name="states">The states; their names are those of the classes.</param>
    /// <param name="before">How many frames before it a frame is seen with, 0 to 1,000; those of the paper by default.</param>
    /// <param name="after">How many frames after it, 0 to 1,000; those of the paper by default.</param>
    /// <exception cref="DistillException">There are no frames, too many, or utterances of different numbers of coefficients.</exception>
    /// <exception cref="ArgumentException">Alignments do not fit the utterances, or there are too many neighbours.</exception>
    public SplicedSource(
        string name, IReadOnlyList<Utterance> utterances, IReadOnlyList<StateAlignment>? alignments, StateMap states, int before = DefaultBefore, int after = DefaultAfter)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)before, 1000u, nameof(before));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)after, 1000u, nameof(after));
        firstRows = FirstRows(name, utterances);
        coefficients = utterances[0].Frames.Columns;
        padded = [.. utterances.Select(utterance => Padded(utterance, coefficients, before, after))];
        labels = Labels(utterances, alignments, firstRows[^1], states.Count);
        (Name, ClassNames, Before, After) = (name, states.ClassNames, before, after);
        Shape = ExampleShape.Features((before + 1 + after) * coefficients);
        using var builder = new FingerprintBuilder();
        builder.Add("spliced").Add(before).Add(after).Add(coefficients).Add(states.Count);
        foreach (var utterance in utterances)
        {
            builder.Add(MemoryMarshal.AsBytes(utterance.Frames.Values));
        }

        Fingerprint = builder.Add(MemoryMarshal.AsBytes(labels.AsSpan())).Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>A vector of as many features as an example's frames have coefficients in all.</summary>
    public ExampleShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.Real;

    /// <inheritdoc/>
    public int Count => firstRows[^1];

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many frames before it a frame is seen with.</summary>
    public int Before { get; }

    /// <summary>How many frames after it a frame is seen with.</summary>
    public int After { get; }

    /// <summary>How many utterances there are.</summary>
    public int Utterances => padded.Length;

    /// <summary>Made from the frames as they are stored, the splice and the labels, so that nothing is put together for it.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>The rows of an utterance: the first, and how many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such utterance.</exception>
    public (int First, int Count) Rows(int utterance)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)utterance, (uint)Utterances, nameof(utterance));
        return (firstRows[utterance], firstRows[utterance + 1] - firstRows[utterance]);
    }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var bytes = RowCheck.Room(this, rows, destination);
        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
            var place = Array.BinarySearch(firstRows, (int)row);
            var utterance = place >= 0 ? place : ~place - 1;
            var start = ((int)row - firstRows[utterance]) * coefficients;
            MemoryMarshal.AsBytes(padded[utterance].AsSpan(start, Shape.Size)).CopyTo(destination);
            destination = destination[bytes..];
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => RowCheck.CopyLabels(this, labels, rows, destination);

    private static int[] FirstRows(string name, IReadOnlyList<Utterance> utterances)
    {
        var rows = new List<int> { 0 };
        foreach (var utterance in utterances)
        {
            var next = rows[^1] + (long)utterance.Frames.Frames;
            rows.Add(next <= Array.MaxLength ? (int)next : throw new DistillException($"{name} has more than {Array.MaxLength:N0} frames, too many to number. Divide it."));
        }

        // Where two utterances began at one row, a search could find the empty one.
        return utterances.FirstOrDefault(utterance => utterance.Frames.Frames == 0) is { } empty
            ? throw new DistillException($"{name}: {empty.Name} has no frames. Leave it out.")
            : rows.Count > 1 ? [.. rows] : throw new DistillException($"{name} has no utterances.");
    }

    private static float[] Padded(Utterance utterance, int coefficients, int before, int after)
    {
        var frames = utterance.Frames;
        if (frames.Columns != coefficients)
        {
            throw new DistillException(
                $"{utterance.Name} has {frames.Columns} coefficients a frame, the utterances before it have {coefficients}. Make all features with the same filterbank.");
        }

        var padded = new float[checked((before + frames.Frames + after) * coefficients)];
        for (var frame = -before; frame < frames.Frames + after; frame++)
        {
            frames[Math.Clamp(frame, 0, frames.Frames - 1)].CopyTo(padded.AsSpan((frame + before) * coefficients));
        }

        return padded;
    }

    private static int[] Labels(IReadOnlyList<Utterance> utterances, IReadOnlyList<StateAlignment>? alignments, int rows, int states)
    {
        if (alignments is null)
        {
            return [.. Enumerable.Repeat(-1, rows)];
        }

        if (alignments.Count != utterances.Count)
        {
            throw new ArgumentException($"{alignments.Count} alignments for {utterances.Count} utterances.", nameof(alignments));
        }

        for (var index = 0; index < alignments.Count; index++)
        {
            if (alignments[index].States.Count != utterances[index].Frames.Frames || alignments[index].States.Any(state => (uint)state >= (uint)states))
            {
                throw new ArgumentException(
                    $"{utterances[index].Name} has {utterances[index].Frames.Frames} frames; its alignment has {alignments[index].States.Count}, or a state beyond {states - 1}.", nameof(alignments));
            }
        }

        return [.. alignments.SelectMany(alignment => alignment.States)];
    }
}
