using Distill.Models.Import;
using Distill.Runs;

namespace Distill.Jobs.Import;

/// <summary>A model file made of another program's weights.</summary>
/// <param name="Model">Its path.</param>
/// <param name="Network">Its architecture, for people.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Fingerprint">Identifies the model.</param>
/// <param name="Weights">What was taken over, and what was not.</param>
internal sealed record ImportOutcome(string Model, string Network, long Parameters, Fingerprint Fingerprint, WeightImport Weights);
