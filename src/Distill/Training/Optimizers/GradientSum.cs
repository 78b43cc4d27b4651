using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// Adds up the gradients of the ranks that share a batch, in f32. They lie one after another in a buffer that is kept: libtorch
/// and MPI ask the system for large memory anew each time, and that costs more than the sum.
/// </summary>
internal sealed class GradientSum
{
    // MPI takes a buffer as large as the part; above 32 MB the system takes it back after each.
    private const int Part = 2 << 20;

    private readonly ICollective ranks;
    private readonly float[] numbers;
    private readonly int[] starts;
    private readonly IReadOnlyList<TrainedParameter> parameters;

    /// <param name="ranks">The ranks, which have the same parameters in the same order.</param>
    /// <param name="parameters">Whose gradients will be summed.</param>
    public GradientSum(ICollective ranks, IReadOnlyList<TrainedParameter> parameters)
    {
        (this.ranks, this.parameters) = (ranks, parameters);
        starts = new int[parameters.Count + 1];
        for (var i = 0; i < parameters.Count; i++)
        {
            // Behind the numbers, for each row, whether the loss of a rank reached it.
            starts[i + 1] = checked(starts[i] + (int)parameters[i].Master.numel() + Rows(parameters[i]));
        }

        numbers = new float[starts[^1]];
    }

    /// <summary>Puts the batch's gradients in the place of the share's.</summary>
    /// <param name="gradients">One for each parameter, of the mean over the share; null where its loss did not reach it.</param>
    /// <param name="share">The part of the batch that is in the share.</param>
    public void Replace(ParameterGradient?[] gradients, double share)
    {
        for (var i = 0; i < gradients.Length; i++)
        {
            var (values, marks) = Room(i);
            Gather(gradients[i], values.Span, marks.Span, (float)share);
        }

        for (var first = 0; first < numbers.Length; first += Part)
        {
            ranks.Sum(numbers.AsSpan(first, Math.Min(Part, numbers.Length - first)));
        }

        for (var i = 0; i < gradients.Length; i++)
        {
            var (values, marks) = Room(i);
            gradients[i] = Spread(gradients[i], values.Span, marks.Span, parameters[i]);
        }
    }

    private static void Gather(ParameterGradient? gradient, Span<float> values, Span<float> marks, float share)
    {
        if (gradient?.Dense is not { } dense)
        {
            values.Clear();
            marks.Clear();
        }
        else
        {
            using var read = dense.cpu();
            using var single = read.to(ScalarType.Float32);
            TensorPrimitives.Multiply(MemoryMarshal.Cast<byte, float>(single.bytes), share, values);
            marks.Fill(1);
        }

        if (gradient?.Rows is { } rows)
        {
            for (var place = 0; place < rows.Count; place++)
            {
                TensorPrimitives.Multiply(rows.Values(place), share, values.Slice(rows.Row(place) * rows.Width, rows.Width));
                marks[rows.Row(place)] = 1;
            }
        }
    }

    private static ParameterGradient? Spread(ParameterGradient? mine, Span<float> values, Span<float> marks, TrainedParameter parameter)
    {
        if (mine?.Rows is { } rows)
        {
            return new ParameterGradient(RowGradients.Of(values, marks, rows.Width));
        }

        if (mine?.Dense is { dtype: ScalarType.Float32 } own && own.IsOnCpu())
        {
            // New memory of this size is asked of the system, page by page.
            values.CopyTo(MemoryMarshal.Cast<byte, float>(own.bytes));
            return mine;
        }

        mine?.Dispose();
        if (marks.IndexOfAnyExcept(0f) < 0)
        {
            return null;
        }

        var sum = empty(parameter.Master.shape, ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(sum.bytes));
        if (parameter.Master.IsOnCpu())
        {
            return new ParameterGradient(sum);
        }

        using (sum)
        {
            return new ParameterGradient(sum.to(parameter.Master.device));
        }
    }

    private static int Rows(TrainedParameter parameter) => parameter.IsProductWeight ? (int)parameter.Master.shape[0] : 1;

    private (Memory<float> Values, Memory<float> Marks) Room(int parameter)
    {
        var marks = starts[parameter + 1] - Rows(parameters[parameter]);
        return (numbers.AsMemory(starts[parameter]..marks), numbers.AsMemory(marks..starts[parameter + 1]));
    }
}
