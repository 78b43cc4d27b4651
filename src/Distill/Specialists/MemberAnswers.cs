using Distill.Data;
using Distill.Runs;
using Distill.Teachers;
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
            : targets.LogProbabilities.data<float>().ToArray();
    }

    /// <summary>The same of some examples of the batch, in their order.</summary>
    public static float[] Of(ITeacher member, Batch batch, int[] examples)
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
