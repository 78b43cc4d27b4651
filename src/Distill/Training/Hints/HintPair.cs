namespace Distill.Training.Hints;

/// <summary>A hidden layer of the student, and the layer of the teacher that it is guided by.</summary>
/// <param name="Student">Its name in the student's network, for example "relu1".</param>
/// <param name="Teacher">Its name in the teacher's network.</param>
public sealed record HintPair(string Student, string Teacher);
