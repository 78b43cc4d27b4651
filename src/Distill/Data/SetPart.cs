namespace Distill.Data;

/// <summary>A part of a data set, as its authors divided it.</summary>
public enum SetPart
{
    /// <summary>What models are trained on. Hold validation data out of it.</summary>
    Train,

    /// <summary>What the final numbers are measured on.</summary>
    Test,
}
