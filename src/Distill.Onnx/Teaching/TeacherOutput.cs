using Distill.Teachers.Foreign;

namespace Distill.Onnx.Teaching;

/// <summary>What is taken from a model.</summary>
/// <param name="Name">The value in the graph.</param>
/// <param name="Kind">What it is, where the graph tells.</param>
/// <param name="ClassNames">The names of its classes, where the graph tells.</param>
/// <param name="Reason">How it was found, for people.</param>
internal sealed record TeacherOutput(string Name, OutputKind? Kind, IReadOnlyList<string>? ClassNames, string Reason);
