using System.Numerics;
using System.Runtime.InteropServices;

namespace Distill.Data.Glyphs;

/// <summary>
/// The shapes of the classes. A family is a path of strokes over a grid of points; each of its members adds one short
/// stroke of its own, so members are easily confused with each other and rarely with other families.
/// </summary>
internal sealed class GlyphAlphabet
{
    /// <summary>Each pair of near points, joined straight or by a bow to either side.</summary>
    public const int LargestFamily = 3 * NearPairs;

    /// <summary>Strokes of a glyph: the family's and the member's own, which is the last.</summary>
    public const int Strokes = FamilyStrokes + 1;

    private const int FamilyStrokes = 3;
    private const int Grid = 4;
    private const int NearPairs = 90;
    private const float Bow = 0.25f;
    private const long Purpose = 0x676C797068;

    private readonly int families;
    private readonly GlyphStroke[] strokes;

    public GlyphAlphabet(int classes, int familySize, long seed)
    {
        families = (classes + familySize - 1) / familySize;
        strokes = new GlyphStroke[(long)classes * Strokes];
        var root = new SeededRandom(Purpose, seed);
        for (var family = 0; family < families; family++)
        {
            var random = root.Fork(family);
            var shared = FamilyPath(ref random);
            var own = OwnStrokes(ref random, familySize);
            for (var glyph = family; glyph < classes; glyph += families)
            {
                shared.CopyTo(strokes, glyph * Strokes);
                strokes[glyph * Strokes + FamilyStrokes] = own[MemberOf(glyph)];
            }
        }
    }

    /// <summary>Neighbouring classes lie in different families, so that no one can read families off class numbers.</summary>
    public int FamilyOf(int glyph) => glyph % families;

    public int MemberOf(int glyph) => glyph / families;

    public ReadOnlySpan<GlyphStroke> Of(int glyph) => strokes.AsSpan(glyph * Strokes, Strokes);

    private static GlyphStroke[] FamilyPath(ref SeededRandom random)
    {
        var path = new GlyphStroke[FamilyStrokes];
        var at = random.Below(Grid * Grid);
        for (var i = 0; i < path.Length; i++)
        {
            int next;
            do
            {
                next = random.Below(Grid * Grid);
            }
            while (Distance(at, next) < 2);

            path[i] = Stroke(at, next, (random.Below(3) - 1) * Bow);
            at = next;
        }

        return path;
    }

    // Straight strokes come first, so that a family has the same members whatever its size.
    private static List<GlyphStroke> OwnStrokes(ref SeededRandom random, int count)
    {
        var pairs = new List<(int From, int To)>();
        for (var from = 0; from < Grid * Grid; from++)
        {
            for (var to = from + 1; to < Grid * Grid; to++)
            {
                if (Distance(from, to) is 1 or 2)
                {
                    pairs.Add((from, to));
                }
            }
        }

        random.Shuffle(CollectionsMarshal.AsSpan(pairs));
        var own = pairs.ConvertAll(pair => Stroke(pair.From, pair.To, 0));
        if (count > NearPairs)
        {
            List<GlyphStroke> bowed = [.. pairs.SelectMany(pair => new[] { Stroke(pair.From, pair.To, Bow), Stroke(pair.From, pair.To, -Bow) })];
            random.Shuffle(CollectionsMarshal.AsSpan(bowed));
            own.AddRange(bowed);
        }

        return own;
    }

    private static GlyphStroke Stroke(int from, int to, float bend)
    {
        var (a, b) = (Point(from), Point(to));
        var along = b - a;
        return new(a, (a + b) / 2 + new Vector2(-along.Y, along.X) * (2 * bend), b);
    }

    private static Vector2 Point(int index) => new(0.2f + 0.2f * (index % Grid), 0.2f + 0.2f * (index / Grid));

    private static int Distance(int a, int b) =>
        Math.Max(Math.Abs(a % Grid - b % Grid), Math.Abs(a / Grid - b / Grid));
}
