using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Specialists;

/// <summary>What a member of a combination says of a batch at temperature 1, in managed memory.</summary>
internal static class MemberAnswers
{
    /// <summary>[batch × classes] log-probabilities.</summary>
    /// <exception cref="DistillException">It gives only its most probable classes.</exception>
    public static float[] Of(ITeacher member, Batch batch)
    {
        using var targets = member.Targets(batch, 1);
        return targets.IsSparse
            ? throw new DistillException($"{member.Name} gives only its most probable classes; give it as a model, or as targets stored without a top-k.")
            : targets.LogProbabilities.Copied<float>();
    }

    /// <summary>Asks each specialist for the examples that call it, and hands on its answers one by one. A specialist sees its examples alone.</summary>
    /// <param name="specialists">All of them.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="active">For each example the numbers of the specialists that it calls.</param>
    /// <param name="take">Given an example's position and what a specialist says of it; by specialist, ascending.</param>
    /// <exception cref="DistillException">A specialist gives only its most probable classes.</exception>
    public static void Ask(ITeacher[] specialists, Batch batch, int[][] active, Action<int, ReadOnlySpan<float>> take)
    {
        for (var number = 0; number < specialists.Length; number++)
        {
            int[] examples = [.. Enumerable.Range(0, batch.Size).Where(example => Array.IndexOf(active[example], number) >= 0)];
            if (examples.Length == 0)
            {
                continue;
            }

            var (answers, outputs) = (Of(specialists[number], batch, examples), specialists[number].Classes);
            for (var position = 0; position < examples.Length; position++)
            {
                take(examples[position], answers.AsSpan(position * outputs, outputs));
            }
        }
    }

    // Of some examples of the batch, in their order.
    private static float[] Of(ITeacher member, Batch batch, int[] examples)
    {
        using var positions = tensor(examples.Select(example => (long)example).ToArray());
        var rows = new long[examples.Length];
        for (var position = 0; position < rows.Length; position++)
        {
            rows[position] = batch.Rows[examples[position]];
        }

        using var part = new Batch(batch.Inputs.index_select(0, positions), batch.Labels.index_select(0, positions), rows);
        return Of(member, part);
    }
}
