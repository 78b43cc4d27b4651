using Distill.Data;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Specialists;
using Distill.Training;

namespace Distill.Jobs.Specialists;

/// <summary>How the specialists of one generalist are trained, each as a member run of its own (section 5.2 of the paper).</summary>
/// <param name="Generalist">Its model file.</param>
/// <param name="Sets">The classes of all specialists.</param>
/// <param name="Examples">The training examples of all classes.</param>
/// <param name="Passes">How often a specialist sees each example of its own classes, and as many others.</param>
/// <param name="Options">How; its duration is not used, and the seed is raised by the specialist's number.</param>
internal sealed record SpecialistTraining(string Generalist, ClassSets Sets, ExampleView Examples, int Passes, TrainingOptions Options)
{
    /// <summary>The steps of all specialists together.</summary>
    public long Steps => Seen().Sum(seen => ((seen - 1) / Options.BatchSize) + 1);

    /// <summary>How many examples each specialist sees: those of its classes in each pass, and as many others.</summary>
    public IReadOnlyList<long> Seen()
    {
        var counts = Examples.ClassCounts();
        return [.. Enumerable.Range(0, Sets.Count).Select(specialist => 2L * Passes * Sets[specialist].ToArray().Sum(number => (long)counts[number]))];
    }

    /// <summary>How one specialist is trained, of those that are trained alike.</summary>
    public static TrainingOptions OptionsOf(TrainingOptions all, int specialist) =>
        all with { Duration = Duration.Epochs(1), Seed = all.Seed + specialist };

    /// <summary>The training of a specialist with a dustbin, which is corrected at the end.</summary>
    /// <param name="id">What its member run is called.</param>
    /// <param name="specialist">Which, from 0.</param>
    public MemberTraining Dustbin(string id, int specialist)
    {
        var view = Draw(specialist, allClasses: false);
        using var generalist = ModelFile.Load(Generalist);
        using var start = SpecialistModel.Start(generalist, Sets, specialist);
        return new MemberTraining(id, start.Spec!, view.Examples, null, new HardLabels(), null, OptionsOf(specialist))
        {
            Start = (generalist.Fingerprint(), () => Begin(specialist)),
            Finish = (
                FormattableString.Invariant($"the dustbin's bias corrected for a share of {view.OwnShare} of own examples"),
                model => SpecialistModel.CorrectDustbin(model, view.OwnShare)),
        };
    }

    /// <summary>The training of a specialist that has all classes (section 6.1 of the paper).</summary>
    /// <param name="id">What its member run is called.</param>
    /// <param name="specialist">Which, from 0.</param>
    /// <param name="temperature">T of the generalist's soft targets.</param>
    /// <param name="generalist">Answers for the examples of other classes; the caller disposes it after the training.</param>
    public MemberTraining FullSoftmax(string id, int specialist, double temperature, ITeacher generalist)
    {
        var view = Draw(specialist, allClasses: true);
        using var start = ModelFile.Load(Generalist);
        return new MemberTraining(
            id, start.Spec!, view.Examples, null, new SpecialistObjective(Sets, specialist, temperature), generalist, OptionsOf(specialist))
        {
            Start = (start.Fingerprint(), () => ModelFile.Load(Generalist)),
            Finish = (
                FormattableString.Invariant($"the biases of other classes corrected for a share of {view.OwnShare} of own examples"),
                model => SpecialistModel.CorrectOthers(model, Sets, specialist, view.OwnShare)),
        };
    }

    private SpecialistView Draw(int specialist, bool allClasses) =>
        SpecialistView.Draw(Examples, Sets, specialist, Passes, Options.Seed, allClasses);

    private TrainingOptions OptionsOf(int specialist) => OptionsOf(Options, specialist);

    private Classifier Begin(int specialist)
    {
        using var generalist = ModelFile.Load(Generalist);
        return SpecialistModel.Start(generalist, Sets, specialist);
    }
}
