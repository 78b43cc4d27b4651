namespace Distill.Data.Formats;

/// <summary>What a part of data is for.</summary>
internal enum PartRole
{
    Train,

    Validation,

    Test,
}
