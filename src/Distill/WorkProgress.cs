namespace Distill;

/// <summary>How far a long piece of work has come; reported at most some ten times a second.</summary>
/// <param name="Task">What is being done, for example "training student" or "labelling".</param>
/// <param name="Done">Units finished so far.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">The unit's plural, for example "images".</param>
/// <param name="Detail">What else is worth showing now, for example "epoch 3/10, loss 0.412"; or empty.</param>
public readonly record struct WorkProgress(string Task, long Done, long Total, string Unit, string Detail = "")
{
    /// <summary>A remark that is to stay where people can read it, one sentence or more; null for none.</summary>
    public string? Remark { get; init; }

    /// <summary>Which piece of a larger work this is, counted from 1, for example the third of seven "students"; null where it is not known to be one.</summary>
    public (string Unit, int Number, int Count)? Stage { get; init; }
}
