namespace Distill.Runs.Results.Specialists;

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
public sealed record ScaleCovariance(
    long Examples,
    double Temperature,
    int TopK,
    double Remaining,
    long Bytes,
    double LabelSeconds,
    double LabelCoreSeconds,
    double CountSeconds,
    double CountCoreSeconds);
