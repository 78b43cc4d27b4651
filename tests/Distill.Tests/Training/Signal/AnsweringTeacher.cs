using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Signal;

/// <summary>A teacher that is a function of the batch: its logits, or all of its soft targets.</summary>
internal sealed class AnsweringTeacher(Func<Batch, double, SoftTargets> answer, int classes = 4) : ITeacher
{
    public string Name => "answers";

    public int Classes => classes;

    public Fingerprint Fingerprint => Fingerprint.Of(Name);

    public bool SeesInputs => true;

    public static AnsweringTeacher OfLogits(Func<Batch, Tensor> logits, int classes = 4) => new(
        (batch, temperature) =>
        {
            using var quiet = no_grad();
            return new SoftTargets(logits(batch).DividedBy(temperature).log_softmax(1), temperature);
        },
        classes);

    public SoftTargets Targets(Batch batch, double temperature) => answer(batch, temperature);

    public void Dispose()
    {
    }
}
