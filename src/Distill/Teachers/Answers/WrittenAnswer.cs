namespace Distill.Teachers.Answers;

/// <summary>An answer as its file has it.</summary>
/// <param name="Example">What the file calls the example.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Kind">What its numbers are.</param>
/// <param name="Classes">Numbers of the named classes among <see cref="AnswersFile.Names"/>.</param>
/// <param name="Values">A number for each.</param>
internal sealed record WrittenAnswer(string Example, int Line, AnswersKind Kind, int[] Classes, double[] Values);
