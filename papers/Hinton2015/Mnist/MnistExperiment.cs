using System.Text.Json.Serialization;
using Distill.Runs;
using Experiments;

namespace Hinton2015.Mnist;

/// <summary>Section 3 of the paper as a whole: what is trained, and how. docs/mnist.md says how each number was chosen.</summary>
internal sealed record MnistExperiment : IExperimentPlan<MnistExperiment>
{
    /// <summary>The data set, a name of the catalogue or a path.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Use only this many training and test images, at least 100; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>"A single large neural net with two hidden layers of 1200 rectified linear hidden units."</summary>
    public TeacherPlan Teacher { get; init; } = new();

    /// <summary>"A smaller net with two hidden layers of 800 rectified linear hidden units."</summary>
    public StudentsPlan Students { get; init; } = new();

    /// <summary>Students that start with units of the teacher, which the paper does not have.</summary>
    public InheritedPlan Inherited { get; init; } = new();

    /// <summary>Students whose hidden layers follow the teacher's first, which the paper does not have.</summary>
    public HintsPlan Hints { get; init; } = new();

    /// <summary>Students on mixtures of images, which the paper does not have.</summary>
    public MixturesPlan Mixtures { get; init; } = new();

    /// <summary>The students' widths and temperatures.</summary>
    public TemperaturePlan Temperature { get; init; } = new();

    /// <summary>"We then tried omitting all examples of the digit 3 from the transfer set."</summary>
    public OmittedPlan Omitted { get; init; } = new();

    /// <summary>"Matching logits is a special case of distillation" (section 2.1).</summary>
    public LimitPlan Limit { get; init; } = new();

    /// <summary>Ten teachers, which the paper has for speech alone.</summary>
    public EnsemblePlan Ensemble { get; init; } = new();

    /// <summary>Those of the students.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Seeds => Students.Seeds;

    /// <summary>The same steps on very little data, to see in seconds that all of it works; its figures mean nothing.</summary>
    public MnistExperiment Smoke() => this with
    {
        Images = 1000,
        IsSmoke = true,
        Teacher = Teacher.Smoke(),
        Students = Students.Smoke(),
        Inherited = Inherited.Smoke(),
        Hints = Hints.Smoke(),
        Mixtures = Mixtures.Smoke(),
        Temperature = Temperature.Smoke(),
        Omitted = Omitted.Smoke(),
        Limit = Limit.Smoke(),
        Ensemble = Ensemble.Smoke(),
    };

    /// <inheritdoc/>
    public bool HasDataOf(MnistExperiment other) => other is not null && Data == other.Data && Images == other.Images;

    /// <summary>Checks all ranges at once.</summary>
    /// <exception cref="DistillException">Something is out of range; the message lists everything that is.</exception>
    public void Validate(string source)
    {
        ProblemList.ThrowIfAny(source, new ProblemList
        {
            { Images is < 100, $"images is {Images}; expected 100 or more" },
            { "teacher.", Teacher.Problems() },
            { "students.", Students.Problems() },
            { "inherited.", Inherited.Problems() },
            { "hints.", Hints.Problems() },
            { "mixtures.", Mixtures.Problems() },
            { "temperature.", Temperature.Problems() },
            { "omitted.", Omitted.Problems() },
            { "limit.", Limit.Problems() },
            { "ensemble.", Ensemble.Problems() },
        });
    }
}
