namespace Distill.Runs.Results;

/// <summary>The data of a comparison.</summary>
/// <param name="Name">Name, for example "Fashion-MNIST".</param>
/// <param name="Classes">Names of the classes, in the order of their numbers.</param>
/// <param name="TrainExamples">Examples to train on.</param>
/// <param name="HeldOutExamples">Examples kept from training, on which settings are chosen.</param>
/// <param name="TestExamples">Examples of the test set; errors are counts out of these.</param>
public sealed record DatasetFacts(
    string Name,
    IReadOnlyList<string> Classes,
    long TrainExamples,
    long HeldOutExamples,
    long TestExamples);
