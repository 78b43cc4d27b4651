namespace Distill.Studio.Playground;

/// <summary>What a page asks models about: one of an image or sound, a text, a row, and an example of the test set.</summary>
/// <param name="Models">The models, by their ids.</param>
/// <param name="File">The bytes of an image or a WAV file, in base64.</param>
/// <param name="Text">A text.</param>
/// <param name="Row">Numbers.</param>
/// <param name="Example">The number of a test example of the first model that names its data.</param>
internal sealed record PredictBody(IReadOnlyList<string> Models, byte[]? File = null, string? Text = null, float[]? Row = null, int? Example = null);
