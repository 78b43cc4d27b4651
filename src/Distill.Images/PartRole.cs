namespace Distill.Images;

/// <summary>What a part of data is for.</summary>
internal enum PartRole
{
    Train,

    Validation,

    Test,
}
