namespace Distill.Runs.Results.Specialists;

/// <summary>The generalist of some specialists.</summary>
/// <param name="Name">What to call it, for example "teacher.safetensors".</param>
/// <param name="Fingerprint">Identifies it; a specialist that started from it carries the same.</param>
/// <param name="IsModel">Whether it is a model of this toolkit, which lies in the run's folder and from which specialists start.</param>
/// <param name="CountedFrom">Whose predictions were counted, where they are another's, for example a store's; null for its own.</param>
internal sealed record AssignedGeneralist(string Name, Fingerprint Fingerprint, bool IsModel, string? CountedFrom = null);
