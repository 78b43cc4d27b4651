using System.Text.Json.Serialization;

namespace Distill.Onnx.Export.Check;

/// <summary>A figure of the exported student in ONNX Runtime, and of its teacher.</summary>
/// <param name="Student">The student's.</param>
/// <param name="Teacher">The teacher's; null without one.</param>
public sealed record StudentAndTeacher(
    double Student,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Teacher);
