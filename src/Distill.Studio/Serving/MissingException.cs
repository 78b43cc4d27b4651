namespace Distill.Studio.Serving;

/// <summary>What was asked for is not in the folder.</summary>
/// <param name="message">What there is not.</param>
internal sealed class MissingException(string message) : Exception(message);
