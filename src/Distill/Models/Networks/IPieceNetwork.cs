namespace Distill.Models.Networks;

/// <summary>A network that cuts texts into the pieces of a vocabulary, each of which names a row of a table.</summary>
internal interface IPieceNetwork
{
    /// <summary>The file that holds the pieces; null where <see cref="Vocabulary"/> does.</summary>
    string? VocabularyFile { get; }

    /// <summary>The pieces in order, with a blank between them; null before they were read.</summary>
    string? Vocabulary { get; }

    /// <summary>The pretrained encoder whose vectors of the pieces the table starts from; null for drawn rows.</summary>
    string? Vectors { get; }

    /// <summary>Whether only pieces that the training texts have are kept, of those that are to be read.</summary>
    bool SeenPieces { get; }

    /// <summary>Numbers in a row of the table.</summary>
    int Width { get; }

    /// <summary>How many pieces of a text are read, marks included.</summary>
    int Length { get; }

    /// <summary>Whether each text stands between the marks of its begin and end.</summary>
    bool IsMarked { get; }

    /// <summary>The same with its pieces, and with nothing left that decides them.</summary>
    /// <param name="pieces">In order, with a blank between them.</param>
    NetworkSpec WithPieces(string pieces);

    /// <summary>The vocabulary, ready to cut texts.</summary>
    PieceVocabulary Pieces() => new(Vocabulary!.Split(' '), isMarked: IsMarked);

    /// <summary>Rows of the table; 0 before the vocabulary was read.</summary>
    int Rows => Vocabulary is null ? 0 : Vocabulary.AsSpan().Count(' ') + 1;
}
