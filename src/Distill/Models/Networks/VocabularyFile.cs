using System.Text;
using Distill.Runs;

namespace Distill.Models.Networks;

/// <summary>The pieces of WordPiece as files and specifications hold them.</summary>
internal static class VocabularyFile
{
    /// <summary>The name that a folder's vocabulary has.</summary>
    public const string Usual = "vocab.txt";

    private const int MostPieces = 1 << 20;
    private const int LargestFile = 1 << 26;

    /// <summary>The pieces in order, with a blank between them.</summary>
    /// <param name="path">A file with a piece a line, or a folder with a vocab.txt.</param>
    /// <param name="isMarked">Whether the marks of a text's begin and end must be among them.</param>
    /// <exception cref="DistillException">The file is missing, or no vocabulary.</exception>
    public static string Read(string path, bool isMarked)
    {
        path = Directory.Exists(path) ? Path.Combine(path, Usual) : path;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LargestFile)
            {
                throw new DistillException($"{path} has {file.Length} bytes; a vocabulary has at most {LargestFile}.");
            }

            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            var pieces = text.TrimStart('\uFEFF').TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
            var problems = Problems(pieces, isMarked).ToList();
            return problems.Count == 0 ? string.Join(' ', pieces) : throw new DistillException($"{path} is no vocabulary of WordPiece: {problems[0]}.");
        }
        catch (DecoderFallbackException error)
        {
            throw new DistillException($"{path} is no vocabulary: it is no text in UTF-8.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>A specification with the pieces that its file holds.</summary>
    /// <exception cref="DistillException">The file is missing, or no vocabulary; or an encoder or texts decide the pieces and their rows, which other code reads.</exception>
    public static NetworkSpec Whole(IPieceNetwork network)
    {
        var needed = network.Vectors is { } vectors ? $"starts from the vectors of {vectors}" : network.SeenPieces ? "keeps the pieces of its training texts" : null;
        return needed is null
            ? network.WithPieces(network.Vocabulary ?? Read(network.VocabularyFile!, network.IsMarked))
            : throw new DistillException($"The network {needed}; TextEncoder.Build of Distill.NET.Text makes such models.");
    }

    /// <summary>What tables call the vocabulary: its number of pieces, or the file before it was read.</summary>
    public static string Describe(IPieceNetwork network) => network.Vocabulary is not null && !network.SeenPieces
        ? $"{network.Rows}"
        : $"{(network.SeenPieces ? "seen pieces of " : "")}{Path.GetFileName(Path.TrimEndingDirectorySeparator(network.VocabularyFile ?? network.Vectors ?? $"{network.Rows}"))}";

    /// <summary>What is wrong with a specification's vocabulary and its table.</summary>
    /// <param name="network">The specification.</param>
    /// <param name="encoder">A pretrained encoder whose weights it starts from; null for none.</param>
    public static IEnumerable<string> Problems(IPieceNetwork network, string? encoder = null) => new ProblemList
    {
        { encoder is not null && network.Vectors is not null, "encoder and vectors are both given; encoder starts from all weights of an encoder, vectors from its vectors of pieces; expected one of them" },
        { encoder is not null && network.Vocabulary is not null, "encoder and vocabulary are both given; expected the pieces in a file" },
        { network.Vectors is not null && network.Vocabulary is not null, "vectors and vocabulary are both given; expected the pieces in a file" },
        { (encoder ?? network.Vectors) is not null && network is NetworkSpec { FirstLayerScale: not null }, "firstLayerScale is a factor on what is drawn, and the first layer is the encoder's; leave it out" },
        { network.VocabularyFile is null && network.Vocabulary is null && (encoder ?? network.Vectors) is null, "vocabularyFile is missing; expected a file with a piece a line, such as vocab.txt" },
        { network.VocabularyFile is not null && network.Vocabulary is not null, "vocabulary and vocabularyFile are both given; expected one of them" },
        network.Vocabulary is null ? [] : Problems(network.Vocabulary.Split(' '), network.IsMarked).Select(problem => $"vocabulary: {problem}"),
    };

    private static IEnumerable<string> Problems(string[] pieces, bool isMarked)
    {
        var wrong = Array.FindIndex(pieces, piece => piece.Length == 0 || piece.Any(char.IsWhiteSpace));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var twice = Array.FindIndex(pieces, piece => !seen.Add(piece));
        string[] needed = isMarked
            ? [PieceVocabulary.Unknown, PieceVocabulary.Padding, PieceVocabulary.Begin, PieceVocabulary.End]
            : [PieceVocabulary.Unknown, PieceVocabulary.Padding];
        string[] missing = [.. needed.Where(mark => !seen.Contains(mark))];
        return new ProblemList
        {
            { pieces.Length > MostPieces, $"it has {pieces.Length} pieces; expected at most {MostPieces}" },
            { missing.Length > 0, $"it lacks {string.Join(" and ", missing)}; expected a piece a line, as vocab.txt of BERT" },
            { wrong >= 0, $"line {wrong + 1} is empty or holds a blank; expected a piece" },
            { twice >= 0 && wrong < 0, $"line {twice + 1} repeats a piece" },
        };
    }
}
