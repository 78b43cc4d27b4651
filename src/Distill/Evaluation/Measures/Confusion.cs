namespace Distill.Evaluation;

/// <summary>Cases of one class that were taken for another.</summary>
/// <param name="Label">The class that they are.</param>
/// <param name="Predicted">The class that was predicted.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct Confusion(int Label, int Predicted, long Count);
