using System.Text;
using Distill.Data.Formats;
using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>The built-in set as files that are made when they are read, with lists that divide it by speakers.</summary>
internal sealed class ToneWordFiles : IFileSet
{
    public const int Takes = 6;

    private static readonly (string List, int[] Speakers)[] Parts = [("train.csv", [0, 1, 2, 3, 4, 5]), ("val.csv", [6, 7]), ("test.csv", [8, 9])];

    public string Identity => KnownRecordings.ToneWords;

    public bool MayHaveTopFolder => false;

    public IEnumerable<FileEntry> Walk()
    {
        foreach (var (list, speakers) in Parts)
        {
            var clips = Clips(speakers).ToList();
            foreach (var (word, speaker, take) in clips)
            {
                yield return new FileEntry(ToneWords.Name(word, speaker, take), _ => WavWriter.Write(ToneWords.Sound(word, speaker, take)));
            }

            yield return new FileEntry(list, _ => Encoding.UTF8.GetBytes(string.Concat(
                clips.Select(clip => $"{ToneWords.Name(clip.Word, clip.Speaker, clip.Take)},{ToneWords.Words[clip.Word]}\n"))));
        }
    }

    private static IEnumerable<(int Word, int Speaker, int Take)> Clips(int[] speakers) =>
        from speaker in speakers from word in Enumerable.Range(0, ToneWords.Words.Count) from take in Enumerable.Range(0, Takes) select (word, speaker, take);
}
