namespace Distill.Tests.Arithmetic;

/// <summary>How a layer is wrong.</summary>
public enum Fault
{
    /// <summary>Its output.</summary>
    Forward,

    /// <summary>Its gradient alone.</summary>
    Backward,

    /// <summary>Its output is infinite.</summary>
    NotFinite,
}
