using System.Text;

namespace Distill.Models.Networks;

/// <summary>
/// The pieces of a vocabulary that some texts have, with the marks, and with each character by itself and within a word, so that words of other
/// texts can be cut, too. They cut those texts as the whole vocabulary does.
/// </summary>
/// <param name="vocabulary">The whole vocabulary in order, with a blank between its pieces.</param>
/// <param name="isMarked">Whether texts stand between the marks of their begin and end.</param>
internal sealed class KeptPieces(string vocabulary, bool isMarked)
{
    private readonly string[] pieces = vocabulary.Split(' ');
    private readonly PieceVocabulary whole = new(vocabulary.Split(' '), isMarked: isMarked);
    private readonly HashSet<long> seen = [];
    private readonly List<long> tried = [];

    /// <summary>The rows of the whole vocabulary that are kept, in its order.</summary>
    public int[] Rows
    {
        get
        {
            // Without one of these, the pieces would no longer tell that case matters.
            var telling = Array.FindIndex(pieces, PieceVocabulary.TellsCase);
            return [.. Enumerable.Range(0, pieces.Length).Where(row => row == telling || seen.Contains(row) || IsAlwaysKept(pieces[row]))];
        }
    }

    /// <summary>Keeps the pieces of a text.</summary>
    /// <param name="text">Bytes of UTF-8; it ends before the first zero.</param>
    public void Add(ReadOnlySpan<byte> text)
    {
        tried.Clear();
        whole.AppendTried(text, tried);
        seen.UnionWith(tried);
    }

    /// <summary>The kept pieces in order, with a blank between them.</summary>
    /// <param name="rows">What <see cref="Rows"/> says.</param>
    public string Vocabulary(int[] rows) => string.Join(' ', rows.Select(row => pieces[row]));

    private static bool IsAlwaysKept(string piece)
    {
        if (piece is PieceVocabulary.Unknown or PieceVocabulary.Padding or PieceVocabulary.Begin or PieceVocabulary.End)
        {
            return true;
        }

        var letters = PieceVocabulary.Letters(piece);
        return Rune.DecodeFromUtf16(letters, out _, out var length) == System.Buffers.OperationStatus.Done && length == letters.Length;
    }
}
