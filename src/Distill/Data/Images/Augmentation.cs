using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// How training images are varied, on raw pixels before any normalisation. Nothing is varied by default.
/// </summary>
public sealed record Augmentation
{
    /// <summary>
    /// Moves each image by up to this many pixels along each axis, every whole number from −n to n equally likely: the
    /// jitter of section 3 of the paper, where n = 2. From 0; default 0.
    /// </summary>
    public int Shift { get; init; }

    /// <summary>Mirrors each image left to right with probability ½. Default false.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Pads each image by this many pixels on all sides and cuts a random window of the old size, as is usual for
    /// CIFAR with 4. It moves the image exactly as <see cref="Shift"/> does. From 0; default 0.
    /// </summary>
    public int CropPadding { get; init; }

    /// <summary>What the moved image leaves behind. Default <see cref="AugmentationFill.Zero"/>.</summary>
    public AugmentationFill Fill { get; init; }

    /// <summary>Whether anything is varied.</summary>
    [JsonIgnore]
    public bool IsIdentity => Shift == 0 && CropPadding == 0 && !Flip;

    /// <summary>What is wrong with these options, a sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems() => new ProblemList
    {
        { Shift < 0, $"shift is {Shift} pixels; it must be 0 or more." },
        { CropPadding < 0, $"cropPadding is {CropPadding} pixels; it must be 0 or more." },
        { Shift > 0 && CropPadding > 0, $"shift ({Shift}) and cropPadding ({CropPadding}) both move the image; give one of them." },
        { !Enum.IsDefined(Fill), $"fill is {Fill}; it must be zero or edge." },
    };
}
