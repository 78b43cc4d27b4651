using Distill.Data;
using Distill.Jobs.Recipes.Teaching;
using Distill.Jobs.Teachers;
using Distill.Runs;

namespace Distill.Jobs.Predicting;

/// <summary>Which models are asked, and about what.</summary>
public sealed record PredictRequest
{
    private const int MostTemperatures = 16;

    /// <summary>Models, each by its file or its run's folder, of this toolkit or another; at least one.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The files of a teacher that is asked beside them, averaged where there are several; and what models of other toolkits do not say for themselves.</summary>
    public required TeacherFiles Teacher { get; init; }

    /// <summary>Files, folders and archives of images or WAV files, or tables; "-" is <see cref="Standard"/>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Rows of features.</summary>
    public IReadOnlyList<float[]> Rows { get; init; } = [];

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>What "-" stands for.</summary>
    public Stream Standard { get; init; } = Stream.Null;

    /// <summary>Names for the classes of models that do not name theirs, in the order of their output; null for none.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The column of a table that holds a class, which no model sees; null finds it where there is one column too many.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>How images of another shape come to that of a model; null as its training did.</summary>
    public ImageFit? Fit { get; init; }

    /// <summary>What transparency of images is laid over, as in <see cref="Distill.Images.DataOptions.Background"/>; null as the model's training did.</summary>
    public string? Background { get; init; }

    /// <summary>The encoding of an archive's names that are not UTF-8; null where their bytes tell it.</summary>
    public string? ArchiveNames { get; init; }

    /// <summary>T of the probabilities, each greater than 0.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1];

    /// <exception cref="DistillException">Something is missing or out of range; the message lists everything that is.</exception>
    internal void Validate() => ProblemList.ThrowIfAny("predict", new ProblemList
    {
        { Inputs.Count == 0 && Rows.Count == 0 && Texts.Count == 0, "there is nothing to ask about; give files, folders, a row or a text" },
        {
            Temperatures.Count is 0 or > MostTemperatures || Temperatures.Any(temperature => !(temperature > 0 && double.IsFinite(temperature))),
            $"the temperatures are {string.Join(", ", Temperatures)}; expected 1 to {MostTemperatures} numbers greater than 0"
        },
        { Inputs.Count(input => input == "-") > 1, "standard input is named more than once, and can be read once" },
        TeacherChoice.Repeated(Models, "the list of models"),
        TeacherChoice.Repeated(Teacher.Files, "the teacher"),
    });
}
