namespace Distill.Documentation.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The word after the fence; empty for none.</param>
/// <param name="Given">What the block takes for granted: parameters, from the page's hidden comment "given:" before it.</param>
/// <param name="Sample">The file of the checkout that the block repeats, from the comment "sample:"; empty for none.</param>
/// <param name="Code">The lines between the fences.</param>
internal sealed record CodeBlock(string Language, string Given, string Sample, string Code);
