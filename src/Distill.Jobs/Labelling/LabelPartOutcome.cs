namespace Distill.Jobs.Labelling;

/// <summary>A part of a store that is labelled.</summary>
/// <param name="Store">The store's folder.</param>
/// <param name="Part">Which part, for example "3/7".</param>
/// <param name="Files">How many files it has.</param>
/// <param name="AllFiles">How many files the store will have.</param>
/// <param name="Examples">How many examples are in the part.</param>
/// <param name="AllExamples">How many examples the store will have.</param>
internal sealed record LabelPartOutcome(string Store, string Part, int Files, int AllFiles, int Examples, int AllExamples);
