using System.Diagnostics;
using System.Globalization;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Features;
using Distill.Speech.Recordings;
using Distill.Training;
using Distill.Training.Optimizers;

namespace Distill.Benchmarks.Speech;

/// <summary>The paper's acoustic model: 26 frames of 40 coefficients, 8 layers of 2,560 units, 14,000 states.</summary>
/// <param name="Network">The net.</param>
/// <param name="Parameters">Its weights and biases.</param>
/// <param name="Batch">Frames a step.</param>
/// <param name="F32Seconds">Of a training step in f32.</param>
/// <param name="Bf16Seconds">In bf16.</param>
internal sealed record PaperStep(string Network, long Parameters, int Batch, double F32Seconds, double Bf16Seconds)
{
    private const int BatchSize = 256;

    public static PaperStep Measure(int steps)
    {
        var states = new StateMap([.. Enumerable.Range(0, 20).Select(word => $"word{word}")], statesPerWord: 699, silenceStates: 20);
        var random = new SeededRandom(1);
        var frames = new float[BatchSize * 4 * 40];
        foreach (ref var value in frames.AsSpan())
        {
            value = (float)(random.NextDouble() - 0.5);
        }

        var utterance = new Utterance("noise", "nobody", [], new FrameMatrix(frames, 40));
        var labels = new StateAlignment([.. Enumerable.Range(0, utterance.Frames.Frames).Select(_ => random.Below(states.Count))], 0);
        var view = new ExampleView(new SplicedSource("noise", [utterance], [labels], states));
        var spec = new ModelSpec(view.Shape, view.ClassNames, Normalisation.None, new MlpSpec { Widths = [.. Enumerable.Repeat(2_560, 8)] });
        using var model = Classifier.Build(spec, seed: 1);
        return new PaperStep(
            spec.Description, model.ParameterCount, BatchSize, Seconds(model, view, Precision.F32, steps), Seconds(model, view, Precision.Bf16, steps));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Network} ({Parameters / 1e6:0} million parameters): {F32Seconds:0.00} s a step of {Batch} frames in f32, {Bf16Seconds:0.00} s in bf16");

    // The first step also warms up what all others use.
    private static double Seconds(Classifier model, ExampleView view, Precision precision, int steps)
    {
        Run(model, view, precision, 1);
        var watch = Stopwatch.StartNew();
        Run(model, view, precision, 1);
        var one = watch.Elapsed.TotalSeconds;
        watch.Restart();
        Run(model, view, precision, 1 + steps);
        return (watch.Elapsed.TotalSeconds - one) / steps;
    }

    private static void Run(Classifier model, ExampleView view, Precision precision, int steps)
    {
        var options = new TrainingOptions { Duration = Duration.Steps(steps), BatchSize = BatchSize, Optimizer = new SgdOptions(), Precision = precision };
        using var trainer = new Trainer(new TrainingTask(model, view, new HardLabels(), options));
        trainer.Run();
    }
}
