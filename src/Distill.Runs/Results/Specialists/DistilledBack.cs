namespace Distill.Runs.Results.Specialists;

/// <summary>One net of the generalist's size that learns from the generalist and its specialists together, which the paper left undone.</summary>
/// <param name="Scores">The student.</param>
/// <param name="GainKept">(student − generalist) / (combined − generalist), of the mean top-1 shares; 1 keeps all.</param>
/// <param name="Temperature">T of the soft targets.</param>
/// <param name="HardWeight">Weight on the labels.</param>
/// <param name="Epochs">Passes over the training images; another view of an image is the image again.</param>
/// <param name="Views">How many views of each image the teachers answered for.</param>
/// <param name="Minutes">The training of one student, the mean.</param>
/// <param name="Control">The same student, taught by the generalist alone: what distillation itself gives. Of the first of its seeds.</param>
/// <param name="ControlGainKept">The same share for the control, on its seeds.</param>
/// <param name="Continued">The same training of the generalist itself in place of a net of random weights.</param>
/// <param name="ContinuedGainKept">The same share for it.</param>
public sealed record DistilledBack(
    SpecialistScores Scores,
    double GainKept,
    double Temperature,
    double HardWeight,
    double Epochs,
    int Views,
    double Minutes,
    SpecialistScores? Control = null,
    double? ControlGainKept = null,
    SpecialistScores? Continued = null,
    double? ContinuedGainKept = null);
