namespace Distill.Training.Hints;

/// <summary>What of a teacher's hidden layer a student is to reproduce.</summary>
public enum HintKind
{
    /// <summary>
    /// The activations themselves, from the student's by a linear map that is learned with it and thrown away: FitNets (Romero et
    /// al., 2015). The loss is the squared error as a share of the teacher's mean square, so 1 is what a map to 0 has.
    /// </summary>
    Activations,

    /// <summary>
    /// Where in an image the activations are large: the map of mean squares over the channels, scaled to length 1 (attention
    /// transfer; Zagoruyko and Komodakis, 2017). Nothing is learned beside the student. Layers of images alone have such a map.
    /// </summary>
    Attention,

    /// <summary>
    /// Which examples of a batch are alike: the products of their activations with each other, each row scaled to length 1
    /// (similarity-preserving; Tung and Mori, 2019). Nothing is learned beside the student. Any two layers can follow each other.
    /// </summary>
    Similarity,

    /// <summary>
    /// How far the examples of a batch lie apart, by the mean distance, and twice the angles between any three of them (relational
    /// distillation; Park et al., 2019). Nothing is learned beside the student. Any two layers can follow each other. A batch of n
    /// examples has n³ angles.
    /// </summary>
    Relations,
}
