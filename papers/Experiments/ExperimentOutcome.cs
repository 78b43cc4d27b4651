using System.Text.Json;
using Distill.Runs.Documents;

namespace Experiments;

/// <summary>What an experiment measured.</summary>
/// <param name="Document">For people.</param>
/// <param name="Results">For machines.</param>
internal sealed record ExperimentOutcome(Document Document, JsonElement Results);
