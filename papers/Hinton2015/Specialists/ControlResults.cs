using System.Text.Json.Serialization;
using Distill.Runs.Results;

namespace Hinton2015.Specialists;

/// <summary>What is reached without specialists.</summary>
/// <param name="TrainedOn">The generalist trained on with labels.</param>
/// <param name="Ensemble">Several generalists.</param>
/// <param name="OwnTargets">The generalist trained on with its own soft targets; null in files of earlier versions.</param>
internal sealed record SpecialistControls(SpecialistControl TrainedOn, SpecialistControl Ensemble, SpecialistControl? OwnTargets = null)
{
    /// <summary>Each with its name.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Id, SpecialistControl Control)> All =>
        [("trainedOn", TrainedOn), .. OwnTargets is { } own ? [("ownTargets", own)] : Array.Empty<(string, SpecialistControl)>(), ("ensemble", Ensemble)];
}

/// <summary>One way to spend the time of the specialists without specialists.</summary>
/// <param name="Description">What is done, in a sentence.</param>
/// <param name="Scores">How well it does.</param>
/// <param name="RelativeGain">How much more of the test examples are right than by the generalists of the same seeds, as a share.</param>
/// <param name="Epochs">Passes over the training images, of all members together, the generalist's own included.</param>
/// <param name="Nets">How many nets answer for an example.</param>
internal sealed record SpecialistControl(string Description, SpecialistScores Scores, double RelativeGain, double Epochs, int Nets);

/// <summary>How much more of the test images are right than by a control.</summary>
/// <param name="Control">The control's id.</param>
/// <param name="Estimate">The share of right test images less the control's, the mean over the seeds.</param>
/// <param name="Interval">The same with an interval that takes seeds and images as random; of one seed, images alone.</param>
/// <param name="OverSeeds">Student's paired t over the seeds; null for fewer than two.</param>
internal sealed record GainBeyondControl(string Control, double Estimate, Interval Interval, [property: JsonPropertyName("tOverSeeds")] SeedsTest? OverSeeds = null);

/// <summary>By how much test images were smoothed, so that they are as sharp as those that nets learn from. No label was looked at.</summary>
/// <param name="Weight">The weight of each neighbour along an axis.</param>
/// <param name="HeldOutSharpness">The mean squared difference of neighbouring pixels as a share of the variance within an image, of held-out images.</param>
/// <param name="TestSharpness">The same of the test images as their files have them.</param>
/// <param name="AsTheyAre">The generalists on the test images as their files have them.</param>
internal sealed record TestSmoothing(double Weight, double HeldOutSharpness, double TestSharpness, SpecialistScores AsTheyAre);

/// <summary>One net of the generalist's size that learns from the generalist and its specialists together, which the paper left undone.</summary>
/// <param name="Scores">The student, from a random start.</param>
/// <param name="Temperature">T of the soft targets.</param>
/// <param name="HardWeight">Weight on the labels.</param>
/// <param name="Epochs">Passes over the training images from a random start; another view of an image is the image again.</param>
/// <param name="Views">How many views of each image the teachers answered for.</param>
/// <param name="Minutes">The training of one student from a random start, the mean.</param>
/// <param name="Control">The same student, taught by the generalist alone: what distillation itself gives.</param>
/// <param name="Continued">The generalist trained on by the answers of all.</param>
/// <param name="ContinuedControl">The generalist trained on by its own answers; null in files of earlier versions.</param>
/// <param name="ContinuedEpochs">Passes over the training images of both that begin with the generalist; null in files of earlier versions.</param>
internal sealed record DistilledBack(
    SpecialistScores Scores,
    double Temperature,
    double HardWeight,
    double Epochs,
    int Views,
    double Minutes,
    SpecialistScores? Control = null,
    SpecialistScores? Continued = null,
    SpecialistScores? ContinuedControl = null,
    double? ContinuedEpochs = null)
{
    /// <summary>Each student against the one that the generalist alone taught; null in files of earlier versions.</summary>
    public DistilledBackGains? GainBeyondControls { get; init; }
}

/// <summary>What students gain by specialists beyond what the generalist alone teaches them.</summary>
/// <param name="RandomStart">From a random start.</param>
/// <param name="Continued">From the generalist's own weights.</param>
internal sealed record DistilledBackGains(GainBeyondControl RandomStart, GainBeyondControl Continued);
