namespace Distill.Data;

/// <summary>How many channels decoded images get.</summary>
public enum ImageColor
{
    /// <summary>Grey if all images are: stored so, or, of kinds that cannot say it such as palettes, by their pixels; else RGB.</summary>
    Auto,

    /// <summary>One channel; colours become luma (Rec. 601: 0.299 red, 0.587 green, 0.114 blue).</summary>
    Grey,

    /// <summary>Three channels: red, green, blue.</summary>
    Rgb,
}
