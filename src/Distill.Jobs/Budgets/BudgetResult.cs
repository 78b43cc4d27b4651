using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Jobs.Budgets;

/// <summary>What was tried within a budget and what was chosen, as budget.json holds it, complete or so far.</summary>
internal sealed record BudgetResult
{
    private const string Name = "budget.json";

    /// <summary>The students of the first round, each the widest of its architecture and bits; null before they are known.</summary>
    public IReadOnlyList<BudgetCandidate>? Candidates { get; init; }

    /// <summary>What each trial gave, in their order.</summary>
    public IReadOnlyList<TrialResult> Trials { get; init; } = [];

    /// <summary>Students of the chosen architecture and bits in files of other sizes, tried as long as the last round.</summary>
    public IReadOnlyList<TrialResult> OtherSizes { get; init; } = [];

    /// <summary>Of a model that loses units, what is left after each step, with the file that it was to fit.</summary>
    public IReadOnlyList<PrunedStep> Steps { get; init; } = [];

    /// <summary>The best of the last round; null before it is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialResult? Chosen { get; init; }

    /// <summary>The file of the chosen student after the whole training; null before it is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BudgetedFile? File { get; init; }

    /// <summary>What a run has found; null for one without a budget, or before anything is known.</summary>
    /// <exception cref="DistillException">The file is damaged.</exception>
    public static BudgetResult? Of(RunDirectory run) =>
        System.IO.File.Exists(run.PathOf(Name)) ? RunJson.Read<BudgetResult>(run.PathOf(Name)) : null;

    /// <summary>Writes it into the run.</summary>
    public BudgetResult Write(RunDirectory run)
    {
        RunJson.Write(run.PathOf(Name), this);
        return this;
    }
}
