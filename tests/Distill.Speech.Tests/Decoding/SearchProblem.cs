using CsCheck;
using Distill.Data;
using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Decoding;

/// <summary>Small random models and scores.</summary>
internal sealed record SearchProblem(StateMap States, Transitions Transitions, double WordPenalty, FrameMatrix Scores)
{
    public static Gen<SearchProblem> Any { get; } =
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[3, 7], Gen.Double[-1, 3], Gen.Long).Select((words, perWord, silence, frames, penalty, seed) =>
        {
            var random = new SeededRandom(seed);
            var states = new StateMap([.. Enumerable.Range(0, words).Select(word => $"w{word}")], perWord, silence);
            // Runs of random lengths make random transitions.
            StateAlignment[] seen = [.. Enumerable.Range(0, states.Count).Select(state => new StateAlignment([.. Enumerable.Repeat(state, 1 + random.Below(9))], 0))];
            var scores = new float[frames * states.Count];
            foreach (ref var score in scores.AsSpan())
            {
                score = (float)(-4 * random.NextDouble());
            }

            return new SearchProblem(states, Transitions.Estimate(states, seen), penalty, new FrameMatrix(scores, states.Count));
        });

    public (double Score, int[] Words, int[] States) Best(Func<int[], bool> takes) => new EveryPath(States, Transitions, WordPenalty, Scores).Best(takes);
}
