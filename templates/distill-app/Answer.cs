namespace DistillApp;

/// <summary>A class and how probable it is.</summary>
public sealed record Answer(string Name, double Probability);
