using Distill.Data;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Draws whole speakers, so that a test asks for voices that training never heard.</summary>
internal static class SpeakerDraw
{
    private const long Purpose = 0x737065616B6572;

    /// <summary>
    /// Goes through the speakers in a random order and takes each who keeps the part at or below the share; the one with the
    /// fewest clips where none does.
    /// </summary>
    /// <returns>
    /// Whether each recording is drawn; null where names do not tell speakers: all are their own, there is one only, or a
    /// word would be left to no one, as where "yes_01" and "no_01" look like speakers.
    /// </returns>
    public static bool[]? Draw(IReadOnlyList<Recording> recordings, double share, long seed)
    {
        var speakers = recordings.GroupBy(recording => recording.Speaker, StringComparer.Ordinal)
            .OrderBy(speaker => speaker.Key, StringComparer.Ordinal)
            .Select(speaker => (Name: speaker.Key, Clips: speaker.Count())).ToArray();
        if (speakers.Length < 2 || speakers.Length == recordings.Count)
        {
            return null;
        }

        new SeededRandom(Purpose, seed).Shuffle<(string Name, int Clips)>(speakers);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        var room = (int)Math.Floor((share * recordings.Count) + 0.5);
        foreach (var (name, clips) in speakers)
        {
            if (clips <= room)
            {
                drawn.Add(name);
                room -= clips;
            }
        }

        if (drawn.Count == 0)
        {
            drawn.Add(speakers.MinBy(speaker => speaker.Clips).Name);
        }

        var kept = recordings.Where(recording => !drawn.Contains(recording.Speaker)).Select(recording => recording.Word).ToHashSet();
        return recordings.All(recording => kept.Contains(recording.Word))
            ? [.. recordings.Select(recording => drawn.Contains(recording.Speaker))]
            : null;
    }
}
