using Distill.Training;

namespace Hinton2015.Speech;

/// <summary>Nets on labels alone, which differ by their random start: "training data presented in the same order" would be the paper's; here the order differs too.</summary>
public sealed record BaselinePlan
{
    /// <summary>How each is trained; its length is where the validation speakers' frames came out best.</summary>
    public TrainingOptions Training { get; init; } = SpeechPlans.Training(epochs: 4);

    internal BaselinePlan Smoke() => this with { Training = SpeechPlans.Brief(Training) };
}
