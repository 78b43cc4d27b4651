namespace Distill.Runs.Results.Specialists;

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
public sealed record ScaleStage(
    string Name, double Seconds, double CoreSeconds, string Formula, double CoreHours, long? Examples = null, double? PerCoreSecond = null);
