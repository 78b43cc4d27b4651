using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>Refuses to compare distributions over different classes.</summary>
internal static class SameClasses
{
    /// <summary>Throws unless both count the same classes.</summary>
    /// <exception cref="DistillException">They do not; the message names both and their counts.</exception>
    public static void Require(string name, int classes, string otherName, int otherClasses)
    {
        if (classes != otherClasses)
        {
            throw new DistillException(
                $"{name} has {classes} classes, but {otherName} has {otherClasses}. "
                + "A model, its teacher and the data must have the same classes; give those that belong together.");
        }
    }
}
