using Distill.Speech.Alignment;
using Distill.Speech.Search;

namespace Distill.Speech.Decoding;

/// <summary>What a decoder searches. Between two words silence comes at most once, so that each path is there once.</summary>
internal static class DecodingGraphs
{
    public static HmmGraph OneWord(StateMap states, Transitions transitions, double wordPenalty)
    {
        var builder = new GraphBuilder(states, transitions);
        var (start, before, behind, end) = (builder.AddJunction(), builder.AddJunction(), builder.AddJunction(), builder.AddJunction());
        builder.AddArc(start, before);
        builder.AddSilence(start, before);
        for (var word = 0; word < states.Words.Count; word++)
        {
            builder.AddWord(word, before, behind, wordPenalty);
        }

        builder.AddArc(behind, end);
        builder.AddSilence(behind, end);
        return builder.Build(start, end);
    }

    public static HmmGraph WordLoop(StateMap states, Transitions transitions, double wordPenalty)
    {
        var builder = new GraphBuilder(states, transitions);
        var (behindWord, beforeWord) = (builder.AddJunction(), builder.AddJunction());
        builder.AddArc(behindWord, beforeWord);
        builder.AddSilence(behindWord, beforeWord);
        for (var word = 0; word < states.Words.Count; word++)
        {
            builder.AddWord(word, beforeWord, behindWord, wordPenalty);
        }

        return builder.Build(behindWord, beforeWord);
    }
}
