namespace Distill.Models;

/// <summary>What a file says of a model whose network is the caller's.</summary>
/// <param name="Input">The shape of one example.</param>
/// <param name="ClassNames">The classes, in the order of the logits.</param>
/// <param name="Normalisation">What is done to raw inputs first.</param>
internal sealed record OwnNetwork(ExampleShape Input, IReadOnlyList<string> ClassNames, Normalisation Normalisation);
