namespace Distill.Jobs.Predicting;

/// <summary>What a model is asked about.</summary>
internal enum InputKind
{
    /// <summary>Files of images.</summary>
    Images,

    /// <summary>WAV files.</summary>
    Recordings,

    /// <summary>Rows of numbers.</summary>
    Rows,

    /// <summary>Texts.</summary>
    Texts,
}
