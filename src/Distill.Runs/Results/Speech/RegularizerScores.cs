namespace Distill.Runs.Results.Speech;

/// <summary>A net of one seed on its training frames and on the test speakers' frames; shares of frames in the right state.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Train">On the frames that it learns from, after the last step.</param>
/// <param name="Test">On the test speakers, after the last step.</param>
/// <param name="BestEpoch">When the validation speakers' frames came out best.</param>
/// <param name="BestTrain">On the frames that it learns from, then.</param>
/// <param name="BestTest">On the test speakers, then: what early stopping would give.</param>
/// <param name="TestNll">Mean negative log-likelihood of the test speakers' states after the last step, in nats.</param>
/// <param name="BestTestNll">The same, then.</param>
public sealed record RegularizerScores(
    long Seed, double Train, double Test, double BestEpoch, double BestTrain, double BestTest, double TestNll, double BestTestNll);
