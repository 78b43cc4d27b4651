namespace Distill.Jobs.Datasets;

/// <summary>A data set that has a name, as a list shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One line.</param>
/// <param name="TrainingExamples">Examples of its training part.</param>
/// <param name="TestExamples">Examples of its test part.</param>
/// <param name="Shape">The shape of one example.</param>
/// <param name="Licence">The terms of use.</param>
/// <param name="Place">Its folder or archive, or where it can be fetched from.</param>
internal sealed record ListedSet(
    string Name, string Description, int TrainingExamples, int TestExamples, string Shape, string Licence, string Place);
