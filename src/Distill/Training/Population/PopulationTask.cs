using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Distill.Training.Schedules;

namespace Distill.Training.Population;

/// <summary>
/// Many small students of one architecture to be trained at once, on the same batches in the same order. It owns
/// nothing: the caller disposes students and teacher.
/// </summary>
/// <param name="Members">The students and what each minimises; one or more.</param>
/// <param name="Examples">The examples that all of them learn from.</param>
/// <param name="Options">How; a member may have a learning rate of its own.</param>
public sealed record PopulationTask(IReadOnlyList<PopulationMember> Members, ExampleView Examples, TrainingOptions Options)
{
    /// <summary>Where soft targets come from; null when no objective wants any.</summary>
    public ITeacher? Teacher { get; init; }

    /// <summary>Labelled examples that measure the students in between and choose the best step of each; null for none.</summary>
    public ExampleView? HeldOut { get; init; }

    /// <summary>How long the training is.</summary>
    internal TrainingLength Length => Alone(0).Length;

    /// <summary>Why students of an architecture cannot be trained as a population; null when they can.</summary>
    public static string? Obstacle(NetworkSpec network) => network switch
    {
        MlpSpec { InputDropout: 0, HiddenDropout: 0 } => null,
        MlpSpec => "dropout draws from one stream of random numbers, so that a member would not get the ones that it gets alone",
        _ => "only multi-layer perceptrons are one product for all members; each member has its own kernels, and convolutions share nothing but the images",
    };

    /// <summary>The training that one member would have alone, which gives it the same weights but for rounding.</summary>
    /// <param name="member">Its number, from 0.</param>
    public TrainingTask Alone(int member)
    {
        var (_, student, objective) = Members[member];
        return new TrainingTask(student, Examples, objective, OptionsOf(member))
        {
            Teacher = objective.TeacherTemperature is null ? null : Teacher,
            HeldOut = HeldOut,
        };
    }

    /// <summary>Checks that all parts are in range and belong together, before any tensor is made.</summary>
    /// <exception cref="DistillException">Names everything that is wrong, and with which members.</exception>
    public void Validate()
    {
        if (PopulationCheck.Problems(this) is { Count: > 0 } problems)
        {
            throw new DistillException($"The population cannot be trained: {string.Join("; ", problems)}.");
        }
    }

    private TrainingOptions OptionsOf(int member) =>
        Members[member].Schedule is { } schedule ? Options with { Schedule = schedule } : Options;
}
