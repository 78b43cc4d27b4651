namespace Distill.Text;

/// <summary>A set of texts that is known by name.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Description">One line for a list.</param>
/// <param name="Licence">The terms under which it may be used.</param>
/// <param name="TrainingTexts">How many texts its training part has.</param>
/// <param name="TestTexts">How many texts its test part has.</param>
internal sealed record KnownTextSet(string Name, string Description, string Licence, int TrainingTexts, int TestTexts);
