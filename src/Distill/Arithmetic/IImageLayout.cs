namespace Distill.Arithmetic;

/// <summary>A layer that decides how images lie in memory for the layers after it.</summary>
internal interface IImageLayout
{
    /// <summary>All channels of a pixel together, as against one plane a channel. The numbers are the same in both.</summary>
    bool IsChannelsLast { get; set; }
}
