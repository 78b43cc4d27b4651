namespace Distill.Runs.Results;

/// <summary>A test example that a student gets wrong, with probabilities at temperature 1.</summary>
/// <param name="TrueClass">Its class.</param>
/// <param name="PredictedClass">What the student takes it for.</param>
/// <param name="Confidence">The student's probability of that class.</param>
/// <param name="TrueProbability">The student's probability of the true class.</param>
/// <param name="TeacherClass">What the teacher takes it for; null without a teacher.</param>
/// <param name="TeacherConfidence">The teacher's probability of that class; null without a teacher.</param>
/// <param name="Image">Its pixels; null where the data are no images.</param>
internal sealed record Mistake(
    int TrueClass,
    int PredictedClass,
    double Confidence,
    double TrueProbability,
    int? TeacherClass = null,
    double? TeacherConfidence = null,
    SampleImage? Image = null);
