using Distill.Libtorch;
using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Teachers;

/// <summary>Asks a teacher for what a store is made of.</summary>
internal static class LabelValues
{
    /// <returns>
    /// Float32 log-probabilities at the plan's temperature of values: [batch, classes], or [batch, members, classes] of an
    /// ensemble that is stored by its members. The caller disposes them.
    /// </returns>
    public static Tensor Of(ITeacher teacher, Batch batch, StorePlan plan)
    {
        if (plan.Kind != TargetKind.Members)
        {
            return Dense(teacher, batch, plan.ValuesTemperature);
        }

        var members = ((EnsembleTeacher)teacher).Members;
        var values = new Tensor[members.Count];
        try
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Dense(members[i], batch, plan.ValuesTemperature);
            }

            return stack(values, 1);
        }
        finally
        {
            foreach (var value in values)
            {
                value?.Dispose();
            }
        }
    }

    private static Tensor Dense(ITeacher teacher, Batch batch, double temperature)
    {
        using SoftTargets targets = teacher.Targets(batch, temperature).ToCpu();
        return targets.IsSparse
            ? throw new DistillException($"{teacher.Name} gives only its most probable classes; only a teacher of all classes can label.")
            : targets.LogProbabilities.alias();
    }
}
