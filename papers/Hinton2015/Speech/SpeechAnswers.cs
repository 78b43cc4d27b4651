using Distill.Evaluation;
using Distill.Jobs;

namespace Hinton2015.Speech;

/// <summary>What a model, or an ensemble, answers for all frames that measure it.</summary>
/// <param name="Test">For the test speakers' single words.</param>
/// <param name="ValidationStrings">For the validation speakers' strings, on which the word penalty is chosen.</param>
/// <param name="TestStrings">For the test speakers' strings.</param>
internal sealed record SpeechAnswers(Predictions Test, Predictions ValidationStrings, Predictions TestStrings)
{
    /// <summary>Asks a model.</summary>
    public static SpeechAnswers Of(Predictor model, SpeechFrames frames, int batch, JobContext context) => new(
        model.Predict(frames.Test, batch, context.Progress, context.CancellationToken),
        model.Predict(frames.ValidationStrings, batch, context.Progress, context.CancellationToken),
        model.Predict(frames.TestStrings, batch, context.Progress, context.CancellationToken));
}
