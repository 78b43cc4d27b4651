namespace Distill.Studio.Listing;

/// <summary>How far a run is that is under way.</summary>
/// <param name="Epoch">Passes over the data done so far.</param>
/// <param name="Epochs">Passes that it will take; null where the configuration does not say.</param>
/// <param name="Loss">The last mean loss of the training; null before the first.</param>
/// <param name="HeldOutRight">The share of the held-out examples that it gets right; null before the first evaluation.</param>
/// <param name="SecondsLeft">How long it will still take at the pace that was seen; null where that cannot be told yet.</param>
/// <param name="IsAlive">Whether a process works on it; false where one was killed.</param>
internal sealed record RunProgress(double Epoch, double? Epochs, double? Loss, double? HeldOutRight, double? SecondsLeft, bool IsAlive);
