using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>Data that were packed.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Files">How many files of examples.</param>
/// <param name="Train">Examples that models learn from.</param>
/// <param name="Test">Examples that measure them; null for none.</param>
/// <param name="Fingerprint">Of the examples that models learn from.</param>
internal sealed record PackOutcome(string Folder, int Files, int Train, int? Test, Fingerprint Fingerprint);
