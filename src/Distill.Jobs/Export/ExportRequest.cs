using Distill.Images;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Export;

/// <summary>What to export, and on which data to calibrate and to check it.</summary>
public sealed record ExportRequest
{
    /// <summary>The model's file.</summary>
    public required string Model { get; init; }

    /// <summary>The file to write, by custom ending in .onnx.</summary>
    public required string Out { get; init; }

    /// <summary>A name of a set, or a path; null for the data that the model's file names.</summary>
    public string? Data { get; init; }

    /// <summary>Choices for files of one's own, where <see cref="Data"/> is given.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The teacher's files, whose speed is measured beside the student's; may be empty.</summary>
    public IReadOnlyList<string> Teacher { get; init; } = [];

    /// <summary>A teacher that is open already, in place of <see cref="Teacher"/>; it stays the caller's. Null for none.</summary>
    internal ITeacher? Opened { get; init; }

    /// <summary>How an ensemble is averaged.</summary>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Arithmetic;

    /// <summary>What teacher files of other toolkits do not say for themselves.</summary>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <summary>How the file is written.</summary>
    public OnnxExportOptions Options { get; init; } = new();

    /// <summary>Whether the temperature is fitted to the examples that training held out.</summary>
    public bool CalibrateTemperature { get; init; }

    /// <summary>Test examples to check on, 1 or more.</summary>
    public int Examples { get; init; } = 1000;

    /// <summary>Training examples by which int8 chooses its ranges, 1 or more.</summary>
    public int Calibration { get; init; } = 512;

    /// <summary>
    /// Epochs that the model is trained on as the integers of its file, int8 or int4, by the soft targets of <see cref="Teacher"/>, or of itself as
    /// it was; 0, the default, rounds it as it is.
    /// </summary>
    public double TuningEpochs { get; init; }

    /// <summary>The learning rate of these epochs at the start; it falls to 0 along a cosine.</summary>
    public double TuningRate { get; init; } = 1e-4;

    /// <summary>Null where the model is not trained on.</summary>
    internal IntegerTraining? Tuning => TuningEpochs == 0 ? null : new(TuningEpochs, TuningRate);

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Examples < 1, $"examples is {Examples}; expected 1 or more" },
        { Calibration < 1, $"calibration is {Calibration}; expected 1 or more" },
        Tuning?.Problems() ?? [],
        { Tuning is not null && Options.Weights is not (WeightFormat.Int8 or WeightFormat.Int4), "only integers are trained on; leave the tuning out, or choose int8 or int4" },
    };
}
