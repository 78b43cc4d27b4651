using Distill.Data;

namespace Distill.Training;

/// <summary>Looks for missing labels block by block, so that views of any size take little memory.</summary>
internal static class LabelCheck
{
    private const int Block = 1 << 14;

    /// <summary>The source row of the first example without a label, or null when all have one.</summary>
    public static long? FirstUnlabelled(ExampleView view)
    {
        var rows = new long[Math.Min(Block, view.Count)];
        var labels = new long[rows.Length];
        for (var first = 0; first < view.Count; first += Block)
        {
            var count = Math.Min(Block, view.Count - first);
            for (var i = 0; i < count; i++)
            {
                rows[i] = view.Row(first + i);
            }

            view.Source.CopyLabels(rows.AsSpan(0, count), labels.AsSpan(0, count));
            if (labels.AsSpan(0, count).IndexOf(-1) is var missing and >= 0)
            {
                return rows[missing];
            }
        }

        return null;
    }
}
