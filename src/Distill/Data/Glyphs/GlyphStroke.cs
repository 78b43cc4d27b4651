using System.Numerics;

namespace Distill.Data.Glyphs;

/// <summary>A quadratic Bézier curve in the unit square, y downwards; straight when the control point is halfway.</summary>
internal readonly record struct GlyphStroke(Vector2 From, Vector2 Control, Vector2 To);
