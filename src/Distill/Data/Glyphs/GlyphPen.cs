using System.Numerics;

namespace Distill.Data.Glyphs;

/// <summary>
/// Draws one image. Only operations that IEEE 754 defines to the last bit are used (no sine, no fused products), so an
/// image has the same bytes on every machine.
/// </summary>
internal static class GlyphPen
{
    private const int Segments = 4;
    private const float HalfPixel = 0.5f;

    /// <param name="strokes">The class's shape.</param>
    /// <param name="random">The image's own generator.</param>
    /// <param name="jitter">How far the image may stray from the shape.</param>
    /// <param name="size">Width and height.</param>
    /// <param name="ink">size × size; used as scratch, coverage 0..1.</param>
    /// <param name="pixels">size × size; the result.</param>
    public static void Draw(
        ReadOnlySpan<GlyphStroke> strokes, SeededRandom random, float jitter, int size, Span<float> ink, Span<byte> pixels)
    {
        ink.Clear();
        var hand = Hand(ref random, jitter);
        var radius = size * (0.042f + Spread(ref random, 0.015f * jitter));
        foreach (var stroke in strokes)
        {
            var from = Place(stroke.From, hand, jitter, size, ref random);
            var control = Place(stroke.Control, hand, jitter, size, ref random);
            var to = Place(stroke.To, hand, jitter, size, ref random);
            var last = from;
            for (var i = 1; i <= Segments; i++)
            {
                var t = i / (float)Segments;
                var next = (1 - t) * (1 - t) * from + 2 * t * (1 - t) * control + t * t * to;
                DrawSegment(last, next, radius, size, ink);
                last = next;
            }
        }

        Develop(ref random, ink, pixels);
    }

    // Rotation by up to 19°, scale, shear and shift. A rotation is written by the tangent of half its angle, for which
    // no sine is needed.
    private static Matrix3x2 Hand(ref SeededRandom random, float jitter)
    {
        var half = Spread(ref random, 0.17f * jitter);
        var (cosine, sine) = ((1 - half * half) / (1 + half * half), 2 * half / (1 + half * half));
        var (wide, high) = (1 + Spread(ref random, 0.2f * jitter), 1 + Spread(ref random, 0.2f * jitter));
        var shear = Spread(ref random, 0.2f * jitter);
        var (right, down) = (0.5f + Spread(ref random, 0.09f * jitter), 0.5f + Spread(ref random, 0.09f * jitter));
        var (xx, xy, yx, yy) = (wide * cosine, wide * sine, high * (shear * cosine - sine), high * (shear * sine + cosine));
        return new(xx, xy, yx, yy, right - (xx + yx) / 2, down - (xy + yy) / 2);
    }

    // Written out, because Vector2.Transform fuses products where the processor can.
    private static Vector2 Place(Vector2 point, Matrix3x2 hand, float jitter, int size, ref SeededRandom random)
    {
        var x = point.X + Spread(ref random, 0.045f * jitter);
        var y = point.Y + Spread(ref random, 0.045f * jitter);
        return new(size * (x * hand.M11 + y * hand.M21 + hand.M31), size * (x * hand.M12 + y * hand.M22 + hand.M32));
    }

    private static float Spread(ref SeededRandom random, float limit) =>
        limit * ((random.NextBits() >> 40) * (1f / (1 << 23)) - 1);

    private static void DrawSegment(Vector2 from, Vector2 to, float radius, int size, Span<float> ink)
    {
        var reach = radius + HalfPixel;
        var left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach));
        var right = Math.Min(size - 1, (int)(Math.Max(from.X, to.X) + reach));
        var top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(size - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        var along = to - from;
        var inverse = 1 / Math.Max(along.X * along.X + along.Y * along.Y, 1e-6f);
        for (var y = top; y <= bottom; y++)
        {
            var row = ink.Slice(y * size, size);
            for (var x = left; x <= right; x++)
            {
                var point = new Vector2(x + HalfPixel - from.X, y + HalfPixel - from.Y);
                var share = Math.Clamp((point.X * along.X + point.Y * along.Y) * inverse, 0, 1);
                var (dx, dy) = (point.X - share * along.X, point.Y - share * along.Y);
                var cover = Math.Min(reach - MathF.Sqrt(dx * dx + dy * dy), 1);
                if (cover > row[x])
                {
                    row[x] = cover;
                }
            }
        }
    }

    // Ink of varying strength on noisy paper; eight pixels' noise comes from one draw.
    private static void Develop(ref SeededRandom random, ReadOnlySpan<float> ink, Span<byte> pixels)
    {
        var strength = 160 + random.Below(96);
        for (var start = 0; start < pixels.Length; start += 8)
        {
            var noise = random.NextBits();
            var end = Math.Min(start + 8, pixels.Length);
            for (var i = start; i < end; i++)
            {
                var grain = (int)(noise & 31) - 8;
                noise >>= 8;
                pixels[i] = (byte)Math.Clamp((int)(ink[i] * strength) + grain, 0, 255);
            }
        }
    }
}
