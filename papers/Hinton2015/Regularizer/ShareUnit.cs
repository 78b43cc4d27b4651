namespace Hinton2015.Regularizer;

/// <summary>What a share of the training data is made of.</summary>
internal enum ShareUnit
{
    /// <summary>Single frames of all recordings, evenly over the states.</summary>
    Frames,

    /// <summary>Whole recordings, evenly over the words.</summary>
    Utterances,
}
