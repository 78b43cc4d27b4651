
namespace Hinton2015.Regularizer;

/// <summary>A trained net of the experiment.</summary>
/// <param name="Scores">How it did.</param>
/// <param name="Curve">How it came there.</param>
/// <param name="Right">Right frames of each test utterance after the last step.</param>
/// <param name="BestRight">The same where the validation speakers' frames came out best.</param>
internal sealed record RegularizerNet(
    RegularizerScores Scores, RegularizerCurve Curve, IReadOnlyList<int> Right, IReadOnlyList<int> BestRight);
