/// <summary>Stands for data of your own: noisy drawings of four shapes, 16 × 16 grey pixels.</summary>
internal static class Shapes
{
    private const int Side = 16;

    public static (byte[] Pixels, int[] Labels) Draw(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(4);
            Draw(labels[i], random, pixels.AsSpan(i * Side * Side, Side * Side));
        }

        return (pixels, labels);
    }

    private static void Draw(int shape, Random random, Span<byte> image)
    {
        var (x, y, size) = (random.NextDouble() * 6 + 5, random.NextDouble() * 6 + 5, random.NextDouble() * 2 + 2.5);
        for (var i = 0; i < image.Length; i++)
        {
            var (dx, dy) = (Math.Abs(i % Side - x), Math.Abs(i / Side - y));
            var distance = Math.Sqrt(dx * dx + dy * dy);
            var inside = shape switch
            {
                0 => distance < size,
                1 => Math.Min(dx, dy) < 1 && Math.Max(dx, dy) < size,
                2 => Math.Max(dx, dy) < size * 0.9,
                _ => Math.Abs(distance - size) < 1,
            };
            image[i] = (byte)Math.Clamp((inside ? 170 : 50) + random.Next(-40, 40), 0, 255);
        }
    }
}
