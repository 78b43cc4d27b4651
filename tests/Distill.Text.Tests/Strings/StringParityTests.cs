using System.Text;
using Distill.Models.Networks;

namespace Distill.Text.Tests.Strings;

/// <summary>
/// On the texts of CLINC150, or those of the file that DISTILL_TEXTS names, with a vocabulary of their words, or that of the file that
/// DISTILL_VOCABULARY names: a file that takes strings reads the bytes and pieces that training reads. DISTILL_FUZZ says how many texts.
/// </summary>
public sealed class StringParityTests
{
    [Fact]
    public void RealTextsAreReadAsInTraining()
    {
        var texts = WordPieceParityTests.RealTexts().Take(Mutations.Count(1000)).ToList();
        Assert.SkipWhen(texts.Count == 0, "DISTILL_DATA has no clinc150.");
        var vocabulary = WordPieceParityTests.VocabularyFor(texts);
        var kept = new KeptPieces(string.Join(' ', vocabulary), isMarked: true);
        texts.Take(texts.Count / 4).ToList().ForEach(text => kept.Add(Encoding.UTF8.GetBytes(text)));
        var seen = kept.Vocabulary(kept.Rows).Split(' ');

        using var bytes = new StringNodes(null, 1024);
        using var pieces = new StringNodes(StringNodes.Pieces(vocabulary, 128), 1024);
        using var marked = new StringNodes(StringNodes.Pieces(vocabulary, 12, marked: true), 1024);
        using var seenPieces = new StringNodes(StringNodes.Pieces(seen, 128, marked: true), 1024);
        foreach (var batch in texts.Chunk(64))
        {
            foreach (var nodes in new[] { bytes, pieces, marked, seenPieces })
            {
                nodes.AssertSame(batch);
            }
        }

        var unknown = Array.IndexOf(seen, PieceVocabulary.Unknown);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{texts.Count} texts, {vocabulary.Length} pieces, {seen.Length} of them kept; {texts.Sum(text => pieces.Expected(text).Length)} pieces of all texts, "
            + $"{texts.Count(text => seenPieces.Expected(text).Contains(unknown))} texts with an unknown word under those kept");
    }
}
