using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>A model as a teacher: in evaluation mode, without gradients. Owns the model.</summary>
public sealed class ModelTeacher : ITeacher
{
    private readonly Classifier model;

    /// <summary>Takes over <paramref name="model"/>: sets it to evaluation, freezes its weights and, for bf16, rounds them.</summary>
    /// <param name="model">Disposed with this teacher.</param>
    /// <param name="precision">
    /// The number format of products. bf16 answers faster, with logits rounded to 8 significant bits. Where this machine computes
    /// the model's layers wrongly in bf16, it answers in f32, as a teacher in f32.
    /// </param>
    /// <param name="name">For tables and messages; null takes the model's description.</param>
    /// <exception cref="ArgumentException">Precision f32 is asked of a model that is bf16 already.</exception>
    public ModelTeacher(Classifier model, Precision precision = Precision.F32, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Precision == Precision.Bf16 && precision == Precision.F32)
        {
            throw new ArgumentException("the weights are rounded to bf16 already; teach in bf16, or from the f32 model", nameof(precision));
        }

        if (precision == Precision.Bf16 && model.Precision == Precision.F32)
        {
            precision = WorkingModel.PrecisionOf(model, precision);
        }

        if (precision == Precision.Bf16 && model.Precision == Precision.F32)
        {
            model.UseBf16();
        }

        model.eval();
        foreach (var (_, parameter) in model.Weights())
        {
            parameter.requires_grad_(false);
        }

        this.model = model;
        Name = (name ?? model.Spec?.Description ?? $"network of {model.ParameterCount} weights")
            + (precision == Precision.Bf16 ? " in bf16" : "");
        Fingerprint = precision == Precision.Bf16 ? Fingerprint.Of(model.Fingerprint().Value, "bf16") : model.Fingerprint();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes => model.Classes;

    /// <summary>
    /// In f32 the model's own; in bf16 another, because the targets are others: stored targets of the one are refused for
    /// the other, and a labelling does not change its precision half-way.
    /// </summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <inheritdoc/>
    /// <exception cref="DistillException">The batch's examples have another shape than the model's input.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowUnlessShape(batch.Inputs.shape);
        // Whoever made the model may still hold it, and train it.
        model.eval();
        using var quiet = no_grad();
        // Holds what a module of the caller's makes on the way: a tensor that nothing holds may be freed while libtorch reads it.
        using var scope = NewDisposeScope();
        using var logits = model.call(batch.Inputs);
        if (temperature != 1)
        {
            logits.DivideBy(temperature);
        }

        return new SoftTargets(logits.log_softmax(-1).MoveToOuterDisposeScope(), temperature);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private void ThrowUnlessShape(long[] batch)
    {
        var input = model.Input;
        bool same = input.IsFeatures
            ? batch is [_, var features] && features == input.Channels
            : batch is [_, var channels, var height, var width]
                && channels == input.Channels && height == input.Height && width == input.Width;
        if (!same)
        {
            throw new DistillException(
                $"The teacher {Name} takes examples of {input}, and these are {string.Join("×", batch.Skip(1))}. "
                + "Use data of the shape that the teacher was trained on.");
        }
    }
}
