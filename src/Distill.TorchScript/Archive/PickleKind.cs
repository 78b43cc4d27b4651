namespace Distill.TorchScript.Archive;

/// <summary>What a value of a pickle is, as far as checking it needs to know.</summary>
internal enum PickleKind
{
    /// <summary>None, a truth value or a floating-point number.</summary>
    Plain,

    /// <summary>A whole number, in <see cref="PickleValue.Number"/>.</summary>
    Integer,

    /// <summary>A text, in <see cref="PickleValue.Text"/>.</summary>
    Text,

    /// <summary>The name of a class or function, in <see cref="PickleValue.Text"/>.</summary>
    Global,

    /// <summary>Values that do not change, in <see cref="PickleValue.Items"/>.</summary>
    Tuple,

    /// <summary>A list; its values are not kept.</summary>
    List,

    /// <summary>A dictionary; its values are not kept.</summary>
    Dictionary,

    /// <summary>An object of a class in the archive's own code.</summary>
    Object,

    /// <summary>The bytes of tensors: how many elements, in <see cref="PickleValue.Number"/>.</summary>
    Storage,

    /// <summary>A tensor.</summary>
    Tensor,
}
