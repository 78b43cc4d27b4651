using Distill.Models;
using Distill.Runs;

namespace Distill.Training.Hints;

/// <summary>
/// A term beside the objective: hidden layers of the student follow hidden layers of a teacher on the same inputs. Ten soft targets
/// say little of what a teacher's first layer computes; its activations say almost all of it.
/// </summary>
public sealed record HintMatching
{
    /// <summary>Layers of a student that follow those of a model of this toolkit.</summary>
    /// <param name="teacher">Whose layers guide. It sees each batch as the student does, in evaluation mode, in which it is left. It stays the caller's.</param>
    /// <param name="pairs">Names of layers: which of the student, for example "relu1", follows which of the teacher. Each pair counts the same.</param>
    public HintMatching(Classifier teacher, IReadOnlyList<(string Student, string Teacher)> pairs)
        : this(new ModelLayers(teacher ?? throw new ArgumentNullException(nameof(teacher))), pairs)
    {
    }

    /// <summary>The same for any model whose layers have names. It stays the caller's.</summary>
    internal HintMatching(ILayerTeacher teacher, IReadOnlyList<(string Student, string Teacher)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (Teacher, Pairs) = (teacher, pairs);
    }

    /// <summary>Which layer of the student follows which of the teacher.</summary>
    public IReadOnlyList<(string Student, string Teacher)> Pairs { get; }

    /// <summary>
    /// The objective of a stage in which only hidden layers learn: no loss on the answers, so that the last layer keeps its first weights.
    /// It needs neither labels nor soft targets.
    /// </summary>
    public static IObjective Alone { get; } = new HintsAlone();

    /// <summary>Factor on the mean over the pairs, beside the objective's own loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What is reproduced.</summary>
    public HintKind Kind { get; init; }

    /// <summary>All that decides the term, in words with every number it depends on.</summary>
    public string Description =>
        FormattableString.Invariant($"{Kind} of {string.Join(", ", Pairs.Select(pair => $"{pair.Teacher} by {pair.Student}"))} at weight {Weight}, teacher {Teacher.Fingerprint.Value}");

    /// <summary>Whose layers guide.</summary>
    internal ILayerTeacher Teacher { get; }

    /// <summary>Whether the examples of a batch are compared with each other.</summary>
    internal bool ComparesExamples => Kind is HintKind.Similarity or HintKind.Relations;

    /// <summary>What is wrong with it for a student, known from names alone.</summary>
    internal IEnumerable<string> Problems(Classifier student)
    {
        if (!double.IsFinite(Weight) || Weight <= 0)
        {
            yield return FormattableString.Invariant($"the weight of the hints is {Weight}; expected a finite number above 0");
        }

        if (Pairs.Count == 0)
        {
            yield return "there are hints, but no pair of layers; name at least one";
        }

        if (Teacher.Input != student.Input)
        {
            yield return $"the teacher of the hints takes {Teacher.Input}, but the student {student.Input}";
        }

        if (Teacher is ModelLayers { Model: var model } && ReferenceEquals(model, student))
        {
            yield return "the teacher of the hints is the student itself; give it a model of its own";
        }

        foreach (var problem in Pairs.SelectMany(pair => new[] { Unknown("student", new ModelLayers(student), pair.Student), Unknown("teacher of the hints", Teacher, pair.Teacher) }))
        {
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }

    private static string? Unknown(string whose, ILayerTeacher model, string layer)
    {
        var known = model.Names;
        return known.Contains(layer) ? null
            : $"the {whose} has no layer '{layer}'.{NearMiss.Question(layer, known)} It has {string.Join(", ", known.Take(12))}{(known.Count > 12 ? " and more" : "")}";
    }
}
