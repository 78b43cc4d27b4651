namespace Distill.Jobs.SpecialistJobs;

/// <summary>A part of a generalist's confusions that is counted.</summary>
/// <param name="Counts">The folder.</param>
/// <param name="Part">Which part, for example "3/7".</param>
/// <param name="Counted">Whether this process counted it; otherwise it was there.</param>
/// <param name="AllExamples">How many examples all parts have together.</param>
internal sealed record CountOutcome(string Counts, string Part, bool Counted, int AllExamples);
