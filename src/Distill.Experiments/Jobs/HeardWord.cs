namespace Distill.Experiments.Jobs;

/// <summary>A word that a model may have heard.</summary>
/// <param name="Word">The word, a class of the model.</param>
/// <param name="Probability">How probable the model finds it, 0 to 1.</param>
public sealed record HeardWord(string Word, double Probability);
