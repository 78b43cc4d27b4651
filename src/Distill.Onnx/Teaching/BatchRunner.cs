using Distill.Onnx.Inference;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Onnx.Teaching;

/// <summary>Runs a model on batches of any size, whatever size it is made for.</summary>
internal sealed class BatchRunner(OnnxSession session, TeacherInput input, params IReadOnlyList<string> outputs)
{
    // More at once takes more memory between operations and is no faster; nor are several runs at once.
    private const int MostImages = 32;
    private const int MostTexts = 32;
    private const int MostRows = 4096;

    /// <summary>Whether outputs must have as many rows as there are examples, which is not asked of a teacher's before it is looked at as a whole.</summary>
    public bool AnswersEach { get; init; }

    /// <summary>The first output.</summary>
    /// <param name="examples">As the teacher sees them, contiguous: [batch, …] float32 or uint8.</param>
    /// <returns>[batch, …] in the model's own type; the caller disposes it.</returns>
    public Tensor Run(Tensor examples) => RunAll(examples)[0];

    /// <summary>All outputs, in their order.</summary>
    /// <inheritdoc cref="Run"/>
    public IReadOnlyList<Tensor> RunAll(Tensor examples)
    {
        using var scope = NewDisposeScope();
        var typed = examples.to(input.Type);
        var size = input.Batch ?? (input.View.TakesText ? MostTexts : input.View.Layout == InputLayout.Flat ? MostRows : MostImages);
        var batch = examples.shape[0];
        var whole = batch == size || (input.Batch is null && batch <= size);
        return [.. (whole ? RunOnce(typed) : Joined([.. Parts(typed, batch, size)])).Select(answer => answer.MoveToOuterDisposeScope())];
    }

    private static IReadOnlyList<Tensor> Joined(IReadOnlyList<IReadOnlyList<Tensor>> parts) =>
        [.. Enumerable.Range(0, parts[0].Count).Select(output => cat([.. parts.Select(part => part[output])]))];

    private IEnumerable<IReadOnlyList<Tensor>> Parts(Tensor examples, long batch, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        for (long first = 0; first < batch; first += size)
        {
            yield return Part(examples, first, Math.Min(size, batch - first), size);
        }
    }

    private IReadOnlyList<Tensor> Part(Tensor examples, long first, long count, int size)
    {
        using var part = examples.narrow(0, first, count);
        if (count == size || input.Batch is null)
        {
            return RunOnce(part);
        }

        // A fixed batch is filled up with examples of noughts, whose answers are dropped.
        using var filling = zeros([size - count, .. examples.shape[1..]], examples.dtype);
        using var whole = cat([part, filling]);
        return [.. RunOnce(whole).Select(answer => answer.narrow(0, 0, count))];
    }

    private IReadOnlyList<Tensor> RunOnce(Tensor examples)
    {
        using var scope = NewDisposeScope();
        var batch = examples.shape[0];
        var values = new List<(string Name, OrtValue Value)>();
        try
        {
            foreach (var (slot, first, count) in input.Parts)
            {
                var part = input.Parts.Count == 1 ? examples : examples.narrow(1, first, count).contiguous();
                part = input.Rank == 3 ? part.squeeze(1) : part;
                values.Add((slot.Name, OnnxTensors.Over(part)));
            }

            values.AddRange(input.Sides.Select(side =>
                (side.Name, OnnxTensors.Zeros(side.Type!.Value, [.. side.Dims.Select((dim, place) => dim ?? (place == 0 ? batch : 1))]))));
            return [.. outputs.Zip(session.Run(values, outputs), (name, answer) => Checked(name, answer, batch).MoveToOuterDisposeScope())];
        }
        finally
        {
            values.ForEach(value => value.Value.Dispose());
        }
    }

    private Tensor Checked(string output, Tensor? answer, long batch)
    {
        if (answer is null)
        {
            throw new DistillException($"The output '{output}' is no tensor of numbers; name another with {ForeignRemedy.Output}.", ForeignRemedy.Output);
        }

        return !AnswersEach || (answer.dim() > 0 && answer.shape[0] == batch) ? answer
            : throw new DistillException($"'{output}' is [{string.Join(", ", answer.shape)}] for {batch} examples, so it is not an answer to each. Name another value of the graph.");
    }
}
