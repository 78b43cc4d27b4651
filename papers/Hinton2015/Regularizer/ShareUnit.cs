namespace Hinton2015.Regularizer;

/// <summary>What a share of the training data is made of.</summary>
internal enum ShareUnit
{
    /// <summary>Whole recordings, evenly over the words: of what is left out, no frame is heard.</summary>
    Recordings,

    /// <summary>Single frames of all recordings, evenly over the states: each is seen with its neighbours, so that a small share shows most of the speech.</summary>
    Frames,
}
