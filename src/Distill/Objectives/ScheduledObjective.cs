using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>An objective whose numbers change while a student trains. What a step minimises is a function of its share of the training alone.</summary>
internal sealed class ScheduledObjective : IObjective
{
    // Numbers out of range shall show before the first step, at any length of the training.
    private const int Places = 1000;

    private readonly string how;
    private readonly Func<double, IObjective> at;
    private readonly IObjective first;

    /// <summary>Minimises what <paramref name="at"/> gives for the share of the training that is done.</summary>
    /// <param name="how">How it changes, in words with every number that it depends on.</param>
    /// <param name="at">Pure; from 0 at the first step to 1 at the last.</param>
    /// <exception cref="ArgumentException">There are no words.</exception>
    /// <exception cref="DistillException">A number is out of range somewhere.</exception>
    public ScheduledObjective(string how, Func<double, IObjective> at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(how);
        ArgumentNullException.ThrowIfNull(at);
        (this.how, this.at) = (how, at);
        var all = Enumerable.Range(0, Places + 1).Select(place => at((double)place / Places)).ToList();
        first = all[0];
        TeacherTemperature = all.Select(objective => objective.TeacherTemperature).FirstOrDefault(temperature => temperature is not null);
        NeedsLabels = all.Exists(objective => objective.NeedsLabels);
        NeedsAgreement = all.Exists(objective => objective.NeedsAgreement);
        ComparesCases = all.Exists(objective => objective.ComparesCases);
    }

    /// <inheritdoc/>
    public string Description => $"{first.Description}; over the training {how}";

    /// <summary>The first temperature at which it wants soft targets, or null where it never does.</summary>
    public double? TeacherTemperature { get; }

    /// <summary>Whether any step reads labels.</summary>
    public bool NeedsLabels { get; }

    /// <summary>Whether any step reads how much teachers agree.</summary>
    public bool NeedsAgreement { get; }

    /// <summary>Whether any step compares the cases of a batch.</summary>
    public bool ComparesCases { get; }

    /// <summary>Whether an objective is another at some steps than at others.</summary>
    public static bool Changes(IObjective objective) => !ReferenceEquals(objective.At(0, 1), objective);

    /// <inheritdoc/>
    public IObjective At(long done, long steps) => at(steps > 1 ? Math.Clamp((double)done / (steps - 1), 0, 1) : 0);

    /// <summary>The losses of the first step; those of another are its own objective's.</summary>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets) => first.Losses(logits, labels, targets);
}
