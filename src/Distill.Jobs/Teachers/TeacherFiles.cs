using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Recipes.Teaching;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Teachers;

/// <summary>Which files make a teacher: models of this toolkit and of others, averaged where there are several.</summary>
/// <param name="Files">One or more model files, of any formats.</param>
/// <param name="Mean">How the distributions of several are averaged.</param>
/// <param name="Options">For those of other toolkits.</param>
public sealed record TeacherFiles(IReadOnlyList<string> Files, EnsembleMean Mean, ForeignTeacherOptions Options)
{
    /// <summary>How much each file counts in the mean, each greater than 0; null counts all alike.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Whether each file counts for each example as it is sure of it, too (<see cref="EnsembleTeacher.ByCertainty"/>).</summary>
    public bool ByCertainty { get; init; }

    /// <summary>Opens all as an ensemble, which the caller disposes.</summary>
    /// <param name="examples">The data that it teaches.</param>
    /// <param name="say">Told what was found in each file of another toolkit, and how well it knows the examples; null to tell no one.</param>
    /// <param name="weighedOn">
    /// Labelled examples that no file learned from, by which each file counts for each class as it knows it, in place of <see cref="Weights"/>; null for
    /// weights that are the same for all classes.
    /// </param>
    /// <exception cref="DistillException">
    /// A file is no model or does not fit the data, is named twice, or wants its pixels otherwise than it would get them; or there are options and
    /// no file that they are for.
    /// </exception>
    public ITeacher Open(ExampleView examples, Action<string>? say = null, ExampleView? weighedOn = null)
    {
        if (TeacherChoice.Repeated(Files, "the teacher").FirstOrDefault() is { } twice)
        {
            throw new DistillException($"{twice}.");
        }

        var mapIsForOwn = Files.All(OpenedTeacher.IsOwn);
        if (mapIsForOwn)
        {
            RefuseOptions(Files);
        }

        var opened = new List<ITeacher>();
        try
        {
            foreach (var file in Files)
            {
                var model = OpenedTeacher.At(file, examples, Options, mapIsForOwn);
                opened.Add(model.Teacher);
                TeacherTrial.Of(model, examples, say);
            }

            return opened.Count == 1 ? opened[0]
                : weighedOn is null ? new EnsembleTeacher(opened, Mean, Weights, ByCertainty)
                : new EnsembleTeacher(opened, Mean, [.. opened.Select(member => (IReadOnlyList<double>)Predictor.Of(member).Predict(weighedOn).ClassWeights())]);
        }
        catch
        {
            opened.ForEach(teacher => teacher.Dispose());
            throw;
        }
    }

    /// <summary>The classes of the first file that names its own; null where none does.</summary>
    /// <exception cref="DistillException">A file is missing or damaged.</exception>
    internal IReadOnlyList<string>? ClassNames() => Files.Select(OpenedTeacher.ClassNames).FirstOrDefault(names => names is not null);

    /// <exception cref="DistillException">There are options beside the class map.</exception>
    internal void RefuseOptions(IEnumerable<string> files)
    {
        if (Options with { ClassMap = null } != new ForeignTeacherOptions())
        {
            throw new DistillException(
                $"The options of the teacher are for models of other toolkits; {string.Join(", ", files)} knows its own size and normalisation. Leave them out.");
        }
    }
}
