namespace Experiments;

/// <summary>What the help says of an experiment.</summary>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Smoke">What its short form is.</param>
/// <param name="Change">A value of its plan that people change, "path=value".</param>
/// <param name="Examples">Command lines.</param>
internal sealed record ExperimentHelp(string Description, string Smoke, string Change, IReadOnlyList<string> Examples);
