namespace Distill.Experiments.Mnist;

/// <summary>A part of the experiment on MNIST, which runs alone; all but the first take up the teacher, or train it first.</summary>
public enum MnistPart
{
    /// <summary>The large, regularised net.</summary>
    Teacher,

    /// <summary>The small net on labels alone, distilled, and distilled on jittered images.</summary>
    Students,

    /// <summary>Several widths at several temperatures.</summary>
    Temperature,

    /// <summary>Transfer sets that lack classes.</summary>
    Omitted,

    /// <summary>High temperatures against logit matching.</summary>
    Limit,

    /// <summary>Ten teachers as one.</summary>
    Ensemble,
}
