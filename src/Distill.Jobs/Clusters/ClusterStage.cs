namespace Distill.Jobs.Clusters;

/// <summary>One stage of work on a cluster: a command that one process runs, or each element of an array.</summary>
/// <param name="Name">What jobs and logs are called.</param>
/// <param name="Arguments">The arguments of the command line; safe to repeat as they are.</param>
/// <param name="Elements">How many elements the array has; null for one process and no array.</param>
/// <param name="After">The stages that must have succeeded.</param>
/// <param name="Output">What is made, a path in the folder of the work.</param>
internal sealed record ClusterStage(string Name, IReadOnlyList<string> Arguments, int? Elements, IReadOnlyList<string> After, string Output);
