namespace Distill.Data;

/// <summary>How many channels decoded images get.</summary>
public enum ImageColor
{
    /// <summary>Grey if the first image is stored grey, and then all must be; else RGB.</summary>
    Auto,

    /// <summary>One channel; colours become luma (Rec. 601: 0.299 red, 0.587 green, 0.114 blue).</summary>
    Grey,

    /// <summary>Three channels: red, green, blue.</summary>
    Rgb,
}
