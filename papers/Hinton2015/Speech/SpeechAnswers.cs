using Distill.Evaluation;

namespace Hinton2015.Speech;

/// <summary>What a model, or an ensemble, answers for all frames that measure it.</summary>
/// <param name="Test">For the test speakers' single words.</param>
/// <param name="ValidationStrings">For the validation speakers' strings, on which the word penalty is chosen.</param>
/// <param name="TestStrings">For the test speakers' strings.</param>
internal sealed record SpeechAnswers(Predictions Test, Predictions ValidationStrings, Predictions TestStrings)
{
    /// <summary>Asks a model.</summary>
    public static SpeechAnswers Of(Predictor model, SpeechFrames frames, int batch, IProgress<WorkProgress>? progress, CancellationToken cancellation) => new(
        model.Predict(frames.Test, batch, progress, cancellation),
        model.Predict(frames.ValidationStrings, batch, progress, cancellation),
        model.Predict(frames.TestStrings, batch, progress, cancellation));
}
