namespace Distill.TorchScript.Archive;

/// <summary>A value of a pickle.</summary>
internal sealed class PickleValue(PickleKind kind)
{
    public PickleKind Kind { get; } = kind;

    public long Number { get; init; }

    public string Text { get; init; } = "";

    public IReadOnlyList<PickleValue> Items { get; init; } = [];

    /// <summary>How many values lie inside one another here.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>Whether it has been used a second time; from then on nothing may be put into it, so that nothing contains itself.</summary>
    public bool IsShared { get; set; }
}
