namespace Distill.Runs.Results;

/// <summary>One test example to look at, with what teacher and students think of it.</summary>
/// <param name="TrueClass">Its class.</param>
/// <param name="Classes">The classes shown, most probable first; all probabilities below are of these, in this order.</param>
/// <param name="Teacher">The teacher's probabilities at several temperatures, coldest first; empty without a teacher.</param>
/// <param name="Students">The students' probabilities at temperature 1.</param>
/// <param name="Image">Its pixels; null where the data are no images.</param>
internal sealed record SampleExample(
    int TrueClass,
    IReadOnlyList<int> Classes,
    IReadOnlyList<TeacherProbabilities> Teacher,
    IReadOnlyList<StudentProbabilities> Students,
    SampleImage? Image = null);
