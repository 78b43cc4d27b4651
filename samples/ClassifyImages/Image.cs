/// <summary>Pixels from 0 to 255, row by row, the channels of a pixel side by side.</summary>
internal sealed record Image(int Channels, int Height, int Width, float[] Values)
{
    /// <summary>One channel (luma) or three.</summary>
    public Image ToColour(int channels)
    {
        if (channels == Channels)
        {
            return this;
        }

        var values = new float[Height * Width * channels];
        for (var pixel = 0; pixel < Height * Width; pixel++)
        {
            var grey = Channels == 1
                ? Values[pixel]
                : MathF.Round((0.299f * Values[pixel * 3]) + (0.587f * Values[(pixel * 3) + 1]) + (0.114f * Values[(pixel * 3) + 2]));
            values.AsSpan(pixel * channels, channels).Fill(grey);
        }

        return new(channels, Height, Width, values);
    }

    /// <summary>As the camera was held, by its note from 1 to 8.</summary>
    public Image Turn(int orientation)
    {
        if (orientation == 1)
        {
            return this;
        }

        var (height, width) = orientation < 5 ? (Height, Width) : (Width, Height);
        var (right, bottom) = (Width - 1, Height - 1);
        var values = new float[Values.Length];
        for (var i = 0; i < height * width; i++)
        {
            var (x, y) = (i % width, i / width);
            var (column, row) = orientation switch
            {
                2 => (right - x, y),
                3 => (right - x, bottom - y),
                4 => (x, bottom - y),
                5 => (y, x),
                6 => (y, bottom - x),
                7 => (right - y, bottom - x),
                _ => (right - y, x),
            };
            Values.AsSpan(((row * Width) + column) * Channels, Channels).CopyTo(values.AsSpan(i * Channels));
        }

        return new(Channels, height, width, values);
    }

    /// <summary>The size that the student was trained on, by a cubic kernel that widens when shrinking.</summary>
    public Image Scale(int height, int width)
    {
        if ((height, width) == (Height, Width))
        {
            return this;
        }

        var narrow = Resample(Values, Height, Width, width, Channels);
        var small = Resample(narrow, 1, Height, height, width * Channels);
        return new(Channels, height, width, [.. small.Select(value => Math.Clamp(MathF.Round(value), 0, 255))]);
    }

    /// <summary>One plane a channel, as the student takes them.</summary>
    public float[] Planes()
    {
        var planes = new float[Values.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            planes[(i % Channels * Height * Width) + (i / Channels)] = Values[i];
        }

        return planes;
    }

    // [outer, from, inner] to [outer, to, inner]
    private static float[] Resample(float[] values, int outer, int from, int to, int inner)
    {
        var result = new float[outer * to * inner];
        for (var target = 0; target < to; target++)
        {
            foreach (var (index, weight) in Taps(from, to, target))
            {
                for (var i = 0; i < outer * inner; i++)
                {
                    var (row, column) = (i / inner, i % inner);
                    result[(((row * to) + target) * inner) + column] += weight * values[(((row * from) + index) * inner) + column];
                }
            }
        }

        return result;
    }

    private static (int Index, float Weight)[] Taps(int from, int to, int target)
    {
        var scale = (double)from / to;
        var widen = Math.Max(1, scale);
        var centre = (target + 0.5) * scale;
        var first = Math.Max(0, (int)(centre - (2 * widen) + 0.5));
        var last = Math.Min(from, (int)(centre + (2 * widen) + 0.5));
        var weights = Enumerable.Range(first, last - first).Select(index => Cubic((index + 0.5 - centre) / widen)).ToArray();
        return [.. weights.Select((weight, i) => (first + i, (float)(weight / weights.Sum())))];
    }

    // Catmull and Rom's.
    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1 : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;
    }
}
