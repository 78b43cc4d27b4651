using Distill.Evaluation;

namespace Distill.Specialists;

/// <summary>Which specialists an example calls: those whose sets hold one of the generalist's n most probable classes (section 5.5 of the paper).</summary>
/// <param name="sets">The classes of each specialist.</param>
/// <param name="topClasses">n.</param>
internal sealed class ActiveSpecialists(ClassSets sets, int topClasses)
{
    /// <summary>The specialists of one example, ascending.</summary>
    /// <param name="general">What the generalist says of each class, in any scale.</param>
    public int[] Of(ReadOnlySpan<float> general)
    {
        if (topClasses == 1)
        {
            return sets.Covering(LogProbabilityRow.ArgMax(general)).ToArray();
        }

        var order = new int[general.Length];
        for (var number = 0; number < order.Length; number++)
        {
            order[number] = number;
        }

        var values = general.ToArray();
        Array.Sort(values, order);
        var active = new SortedSet<int>();
        foreach (var number in order.AsSpan(order.Length - topClasses))
        {
            foreach (var specialist in sets.Covering(number))
            {
                active.Add(specialist);
            }
        }

        return [.. active];
    }
}
