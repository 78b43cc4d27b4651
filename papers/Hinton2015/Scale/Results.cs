using Distill.Runs.Results;

namespace Hinton2015.Scale;

/// <summary>
/// Specialists at the size of the paper's, section 5: what it takes to find the classes of the specialists and to combine their answers, and
/// what that makes for as many examples as the paper has.
/// </summary>
/// <param name="Classes">How many classes.</param>
/// <param name="Families">How many planted families they come in.</param>
/// <param name="Specialists">How many specialists.</param>
/// <param name="Generalist">The net whose predictions all else is made of.</param>
/// <param name="Covariance">Of these predictions.</param>
/// <param name="Clusters">Of its columns.</param>
/// <param name="Combined">The generalist with its specialists.</param>
/// <param name="PeakBytes">The most memory that the process had.</param>
/// <param name="TargetExamples">How many examples the stages are extrapolated to.</param>
/// <param name="Stages">What was measured of each stage, and what follows for so many.</param>
internal sealed record ScaleResults(
    int Classes,
    int Families,
    int Specialists,
    ScaleGeneralist Generalist,
    ScaleCovariance Covariance,
    ScaleClusters Clusters,
    ScaleCombined Combined,
    long PeakBytes,
    long TargetExamples,
    IReadOnlyList<ScaleStage> Stages)
{
    /// <summary>The generalist trained on for the steps of all specialists; null in files of earlier versions.</summary>
    public ScaleControl? TrainedOn { get; init; }

    /// <summary>How many classes each specialist has; null for a partition.</summary>
    public int? ClassesEach { get; init; }

    /// <summary>Whether it ran on few classes and examples, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }
}

/// <summary>The clusters of the covariance's columns at scale, one for each specialist.</summary>
/// <param name="Seconds">To find them, by the clock.</param>
/// <param name="CoreSeconds">The same in processor seconds.</param>
/// <param name="Spread">The mean squared distance of a column from its cluster's centroid.</param>
/// <param name="Smallest">Classes of the smallest cluster.</param>
/// <param name="Largest">Classes of the largest.</param>
/// <param name="Covered">How many classes some specialist has.</param>
/// <param name="RandIndex">Adjusted Rand index between clusters and planted families: 1 is the same division, 0 what chance gives.</param>
internal sealed record ScaleClusters(
    double Seconds, double CoreSeconds, double Spread, int Smallest, int Largest, int Covered, double RandIndex);

/// <summary>The generalist with its specialists at scale, on the test examples of the generalist.</summary>
/// <param name="Trained">How many specialists were trained and asked; the classes of others are left to the generalist.</param>
/// <param name="Top1">The share of the test examples whose label is the most probable class.</param>
/// <param name="Top5">The share whose label is among the five most probable classes.</param>
/// <param name="Active">How many specialists answered for an example, in the mean.</param>
/// <param name="SpecialistMinutes">The training of one specialist, the mean.</param>
internal sealed record ScaleCombined(int Trained, double Top1, double Top5, double Active, double SpecialistMinutes);

/// <summary>The generalist trained on at scale, for as many steps as all specialists took and on images that no one has seen.</summary>
/// <param name="Top1">The share of the test examples whose label is the most probable class.</param>
/// <param name="Top5">The share whose label is among the five most probable classes.</param>
/// <param name="GainBeyond">How much larger the share of right examples is with specialists, over the examples; of one seed.</param>
internal sealed record ScaleControl(double Top1, double Top5, Interval GainBeyond);

/// <summary>The covariance of the generalist's predictions at scale.</summary>
/// <param name="Examples">How many predictions were counted.</param>
/// <param name="Temperature">T of the predictions.</param>
/// <param name="TopK">How many classes of each were counted one by one.</param>
/// <param name="Remaining">The mean probability of the others, which count as spread evenly.</param>
/// <param name="Bytes">What it takes in memory, however many examples there are.</param>
/// <param name="LabelSeconds">To draw the examples and predict them, by the clock.</param>
/// <param name="LabelCoreSeconds">The same in processor seconds.</param>
/// <param name="CountSeconds">To count the predictions, by the clock.</param>
/// <param name="CountCoreSeconds">The same in processor seconds.</param>
internal sealed record ScaleCovariance(
    long Examples,
    double Temperature,
    int TopK,
    double Remaining,
    long Bytes,
    double LabelSeconds,
    double LabelCoreSeconds,
    double CountSeconds,
    double CountCoreSeconds);

/// <summary>The generalist at scale.</summary>
/// <param name="Network">Its layers.</param>
/// <param name="Top1">The share of the test examples whose label is the most probable class.</param>
/// <param name="Top5">The share whose label is among the five most probable classes.</param>
/// <param name="TestExamples">How many test examples.</param>
/// <param name="Examples">How many examples it was trained on.</param>
/// <param name="Epochs">Passes over them.</param>
/// <param name="Minutes">Of training; of an interrupted one the last piece.</param>
internal sealed record ScaleGeneralist(string Network, double Top1, double Top5, long TestExamples, long Examples, double Epochs, double Minutes);

/// <summary>
/// A stage of the work at scale, measured and extrapolated. It is reckoned in processor seconds, of all cores together, which
/// other programs on the machine hardly lengthen.
/// </summary>
/// <param name="Name">For example "labelling".</param>
/// <param name="Seconds">What was measured, by the clock.</param>
/// <param name="CoreSeconds">The same in processor seconds.</param>
/// <param name="Formula">How the hours come about, in numbers.</param>
/// <param name="CoreHours">Hours of one core for the target.</param>
/// <param name="Examples">How many examples it was measured on; null for a stage whose time does not depend on them.</param>
/// <param name="PerCoreSecond">Examples a processor second; null where its time does not depend on them.</param>
internal sealed record ScaleStage(
    string Name, double Seconds, double CoreSeconds, string Formula, double CoreHours, long? Examples = null, double? PerCoreSecond = null);

/// <summary>Minutes of training, means over the seeds.</summary>
/// <param name="Generalist">A generalist.</param>
/// <param name="Specialist">One specialist.</param>
/// <param name="LongestSpecialist">The specialist that took longest.</param>
/// <param name="AllSpecialists">All specialists of a generalist, one after the other.</param>
internal sealed record SpecialistMinutes(double Generalist, double Specialist, double LongestSpecialist, double AllSpecialists);
