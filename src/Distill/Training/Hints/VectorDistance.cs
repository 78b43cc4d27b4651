namespace Distill.Training.Hints;

/// <summary>How far a student's vector is from its teacher's.</summary>
public enum VectorDistance
{
    /// <summary>One less the cosine of the angle between them, 0 to 2: lengths do not count.</summary>
    Cosine,

    /// <summary>The sum of the squared differences of their numbers.</summary>
    Square,
}
