using System.Runtime.Intrinsics;

namespace Distill.Training.Optimizers.Rules;

/// <summary>The arithmetic of an optimizer on sixteen weights. A struct, so that the compiler inlines it into the loop.</summary>
internal interface IUpdateRule
{
    /// <summary>How many states each weight has, 0 to 2.</summary>
    static abstract int States { get; }

    /// <summary>The new weights; states are changed in place.</summary>
    Vector512<float> Apply(Vector512<float> weights, Vector512<float> gradient, ref Vector512<float> state1, ref Vector512<float> state2);
}
