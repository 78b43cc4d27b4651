using Distill.Models.Networks;

namespace Distill.Teachers.Foreign;

/// <summary>What a foreign model takes, as far as its file says so.</summary>
/// <param name="Layout">The order of its numbers; null where the file does not tell.</param>
/// <param name="Channels">Channels of an image, or numbers of a flat row; null where any will do.</param>
/// <param name="Height">Rows of pixels; null where any will do, and for a flat row.</param>
/// <param name="Width">Pixels in a row; null where any will do, and for a flat row.</param>
/// <param name="TakesBytes">Whether it takes uint8; else it takes floats.</param>
/// <param name="Range">What white is to it; null where the file does not tell.</param>
/// <param name="ColorOrder">The order of its colour channels; null where the file does not tell.</param>
/// <param name="TakesText">Whether its bytes are those of texts in UTF-8, with zeros behind the shorter ones.</param>
/// <param name="Pieces">How it reads texts as pieces of words, whose numbers it takes in place of bytes; null where it does not.</param>
internal sealed record ForeignInput(
    InputLayout? Layout = null, int? Channels = null, int? Height = null, int? Width = null, bool TakesBytes = false,
    PixelRange? Range = null, ColorOrder? ColorOrder = null, bool TakesText = false, IPieceNetwork? Pieces = null);
