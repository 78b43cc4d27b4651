namespace Distill.Data;

/// <summary>A part of data, and what told that it is one.</summary>
/// <param name="Examples">Its examples.</param>
/// <param name="RecognisedBy">For people, for example "the folder 'train'".</param>
public sealed record DataPart(ExampleView Examples, string RecognisedBy);
