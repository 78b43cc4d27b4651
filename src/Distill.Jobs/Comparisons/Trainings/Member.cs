using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>A trained model of a comparison, after its last step.</summary>
/// <param name="ModelPath">Its model file.</param>
/// <param name="Curve">How training went.</param>
/// <param name="HeldOutErrorRate">Its error rate on held-out examples.</param>
/// <param name="HeldOutNll">Its mean NLL on held-out examples, in nats.</param>
/// <param name="Seconds">Seconds of training.</param>
internal sealed record Member(
    string ModelPath, IReadOnlyList<CurvePoint> Curve, double HeldOutErrorRate, double HeldOutNll, double Seconds);
