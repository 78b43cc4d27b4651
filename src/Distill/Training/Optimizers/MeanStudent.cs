using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// The running mean of a student's weights and statistics as its teacher (mean teacher; Tarvainen and Valpola 2017): after step n it keeps a share
/// of itself, the smaller one of its decay and (1 + n) / (10 + n), and takes the rest from the student.
/// </summary>
internal sealed class MeanStudent : ITeacher
{
    private readonly Classifier mean;
    private readonly Classifier answering;
    private readonly double decay;

    /// <param name="student">Float32, with its starting weights.</param>
    /// <param name="precision">The number format of products in which the student trains, in which the mean answers too.</param>
    /// <param name="decay">More than 0 and less than 1.</param>
    public MeanStudent(Classifier student, Precision precision, double decay)
    {
        (mean, this.decay) = (student.Copy(Precision.F32), decay);
        answering = precision == Precision.Bf16 ? mean.Copy(Precision.Bf16) : mean;
        foreach (var model in new[] { mean, answering })
        {
            model.eval();
            foreach (var (_, parameter) in model.Weights())
            {
                parameter.requires_grad_(false);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "the mean of the student";

    /// <inheritdoc/>
    public int Classes => mean.Classes;

    /// <inheritdoc/>
    public Fingerprint Fingerprint => mean.Fingerprint();

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <summary>All numbers of the mean, float32, by the student's names.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() => mean.State();

    /// <summary>Moves towards the student after a step.</summary>
    /// <param name="student">Its float32 weights, and its statistics.</param>
    /// <param name="step">The number of the step, from 1.</param>
    public void Follow(IEnumerable<Tensor> student, long step)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var kept = Math.Min(decay, (1.0 + step) / (10.0 + step));
        foreach (var ((_, own), theirs) in mean.State().Zip(student))
        {
            if (own.is_floating_point())
            {
                own.MultiplyBy(kept).Add(theirs.detach().Times(1 - kept));
            }
            else
            {
                // A count of batches has no mean.
                own.copy_(theirs);
            }
        }

        Refresh();
    }

    /// <summary>Brings what answers up to date after the mean was given other numbers.</summary>
    public void Refresh()
    {
        if (!ReferenceEquals(answering, mean))
        {
            answering.CopyFrom(mean);
        }
    }

    /// <inheritdoc/>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return new SoftTargets(answering.call(batch.Inputs).DividedBy(temperature).log_softmax(-1).MoveToOuterDisposeScope(), temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!ReferenceEquals(answering, mean))
        {
            answering.Dispose();
        }

        mean.Dispose();
    }
}
