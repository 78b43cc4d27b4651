namespace Distill.Evaluation;

/// <summary>The share of cases whose label is among the k most probable classes.</summary>
/// <param name="K">How many classes count.</param>
/// <param name="Accuracy">0 to 1.</param>
public readonly record struct TopKAccuracy(int K, double Accuracy);
