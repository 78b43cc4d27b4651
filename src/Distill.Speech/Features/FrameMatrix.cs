namespace Distill.Speech.Features;

/// <summary>A row of numbers for each frame of an utterance: coefficients, or scores of states.</summary>
public sealed class FrameMatrix
{
    private readonly float[] values;

    /// <summary>Takes over an array.</summary>
    /// <param name="values">[frames, columns] in row-major order. Kept, not copied: do not write to it afterwards.</param>
    /// <param name="columns">Numbers of a frame, 1 or more.</param>
    /// <exception cref="ArgumentException">The columns do not divide the numbers.</exception>
    public FrameMatrix(float[] values, int columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} numbers are no whole frames of {columns}.", nameof(values));
        }

        this.values = values;
        Columns = columns;
    }

    /// <summary>How many frames there are.</summary>
    public int Frames => values.Length / Columns;

    /// <summary>Numbers of a frame.</summary>
    public int Columns { get; }

    /// <summary>[frames, columns] in row-major order.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>[columns]: one frame.</summary>
    public ReadOnlySpan<float> this[int frame] => values.AsSpan(frame * Columns, Columns);
}
