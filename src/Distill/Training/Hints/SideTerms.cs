using Distill.Models;
using Distill.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>All that a training minimises beside its objective: hints, vectors, or both.</summary>
internal sealed class SideTerms : IDisposable
{
    private readonly HintTerm? hints;
    private readonly VectorTerm? vectors;

    private SideTerms(HintTerm? hints, VectorTerm? vectors) => (this.hints, this.vectors) = (hints, vectors);

    /// <summary>The terms of a task; null for none.</summary>
    /// <param name="task">Its problems were looked for before.</param>
    /// <param name="examples">Raw inputs of some examples.</param>
    /// <exception cref="DistillException">Layers cannot follow each other.</exception>
    public static SideTerms? Of(TrainingTask task, Tensor examples) => task.Hints is null && task.Vectors is null ? null : new SideTerms(
        task.Hints is { } hints ? new HintTerm(hints, task.Student, examples, task.Options.Seed) : null,
        task.Vectors is { } vectors ? new VectorTerm(vectors, task.Student, task.Options.Seed) : null);

    /// <summary>What is learned beside the student, by name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Weights() => [.. hints?.Weights() ?? [], .. vectors?.Weights() ?? []];

    /// <summary>Begins to watch the network that training calls.</summary>
    public void Watch(Classifier working)
    {
        hints?.Watch(working);
        vectors?.Watch(working);
    }

    /// <summary>To be held while the student answers a batch.</summary>
    public Catching Catch() => new(hints?.Catch(), vectors?.Catch());

    /// <summary>Their weighted sum, with gradients, after the student answered this batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="answers">The student's.</param>
    /// <returns>A scalar, float32.</returns>
    public Tensor Loss(Batch batch, Tensor answers) =>
        (hints?.Loss(batch.Inputs), vectors?.Loss(batch, answers)) switch
        {
            ({ } layers, { } told) => layers.Plus(told),
            var (layers, told) => layers ?? told!,
        };

    public void Dispose()
    {
        hints?.Dispose();
        vectors?.Dispose();
    }

    /// <summary>For as long as it lives, layers are caught.</summary>
    internal readonly struct Catching(LayerOutputs.Catching? hints, LayerOutputs.Catching? vectors) : IDisposable
    {
        public void Dispose()
        {
            hints?.Dispose();
            vectors?.Dispose();
        }
    }
}
