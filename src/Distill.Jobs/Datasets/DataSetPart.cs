using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>A part of a data set.</summary>
/// <param name="Name">"train" or "test".</param>
/// <param name="RecognisedBy">What told that it is a part, for people.</param>
/// <param name="Examples">How many examples it has.</param>
/// <param name="Labelled">How many of them have a label.</param>
/// <param name="Shape">The shape of one example.</param>
/// <param name="Fingerprint">Covers content, labels and order.</param>
/// <param name="ClassCounts">Examples of each class, in the order of the classes.</param>
internal sealed record DataSetPart(
    string Name, string RecognisedBy, int Examples, int Labelled, string Shape, Fingerprint Fingerprint, IReadOnlyList<int> ClassCounts);
