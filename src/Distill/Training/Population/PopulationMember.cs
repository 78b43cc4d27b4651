using Distill.Models;
using Distill.Training.Schedules;

namespace Distill.Training.Population;

/// <summary>One student of a population, with what it does not share with the others.</summary>
/// <param name="Name">What to call it in messages, for example "T = 4, seed 2".</param>
/// <param name="Student">The model, in float32, with its starting weights; training changes them. Built from the same specification as every other member's.</param>
/// <param name="Objective">What it minimises.</param>
public sealed record PopulationMember(string Name, Classifier Student, IObjective Objective)
{
    /// <summary>Its learning rate over time; null for that of the options.</summary>
    public RateSchedule? Schedule { get; init; }
}
