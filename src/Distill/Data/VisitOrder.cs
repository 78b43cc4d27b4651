using Distill.Data.Packed;

namespace Distill.Data;

/// <summary>
/// The order in which the epochs of a training visit a view, by places. Where the rows lie in files, an epoch visits the files in a drawn
/// order and the rows of each in a drawn order, so that few files are read at a time and no list is as long as the view; else all rows
/// are drawn among each other, as <see cref="EpochOrder"/> says.
/// </summary>
internal abstract class VisitOrder
{
    /// <summary>The order for a view.</summary>
    public static VisitOrder Of(ExampleView view, long seed) =>
        view.Source is IShardedRows { Starts.Count: > 2 } files && Starts(view, files.Starts) is { } starts ? new ByFile(starts, seed) : new AmongAll(view.Count, seed);

    /// <summary>The positions in the view of the places <paramref name="first"/> and on of an epoch.</summary>
    public abstract void Copy(int epoch, int first, Span<int> positions);

    // Where each file's rows begin in the view; null where the view has its rows in another order.
    private static int[]? Starts(ExampleView view, IReadOnlyList<int> files)
    {
        var starts = new List<int>();
        for (var (position, file, before) = (0, -1, -1L); position < view.Count; position++)
        {
            var row = view.Row(position);
            if (row <= before)
            {
                return null;
            }

            before = row;
            if (file < 0 || row >= files[file + 1])
            {
                starts.Add(position);
                while (file < 0 || row >= files[file + 1])
                {
                    file++;
                }
            }
        }

        return [.. starts, view.Count];
    }

    private sealed class AmongAll(int count, long seed) : VisitOrder
    {
        private readonly EpochOrder order = new(count, seed);
        private int[] positions = [];
        private int positionsEpoch = -1;

        public override void Copy(int epoch, int first, Span<int> positions)
        {
            if (epoch != positionsEpoch)
            {
                (this.positions, positionsEpoch) = (order.Positions(epoch), epoch);
            }

            this.positions.AsSpan(first, positions.Length).CopyTo(positions);
        }
    }

    private sealed class ByFile(int[] starts, long seed) : VisitOrder
    {
        private const long Purpose = 0x76697369;

        // Of the files in the order of the epoch: which, and the place of its first row.
        private readonly int[] places = new int[starts.Length];
        private int[] files = [];
        private int[] rows = [];
        private (int Epoch, int Turn) held = (-1, -1);
        private int filesEpoch = -1;

        public override void Copy(int epoch, int first, Span<int> positions)
        {
            DrawFiles(epoch);
            while (positions.Length > 0)
            {
                var found = Array.BinarySearch(places, first);
                var turn = found >= 0 ? found : ~found - 1;
                DrawRows(epoch, turn);
                var part = rows.AsSpan(first - places[turn]);
                part = part[..Math.Min(part.Length, positions.Length)];
                part.CopyTo(positions);
                positions = positions[part.Length..];
                first += part.Length;
            }
        }

        private void DrawFiles(int epoch)
        {
            if (epoch == filesEpoch)
            {
                return;
            }

            files = new SeededRandom(Purpose, seed, epoch).Permutation(starts.Length - 1);
            for (var turn = 0; turn < files.Length; turn++)
            {
                places[turn + 1] = places[turn] + starts[files[turn] + 1] - starts[files[turn]];
            }

            filesEpoch = epoch;
        }

        private void DrawRows(int epoch, int turn)
        {
            if (held == (epoch, turn))
            {
                return;
            }

            var (begin, end) = (starts[files[turn]], starts[files[turn] + 1]);
            rows = new SeededRandom(Purpose, seed, epoch).Fork(files[turn] + 1).Permutation(end - begin);
            foreach (ref var row in rows.AsSpan())
            {
                row += begin;
            }

            held = (epoch, turn);
        }
    }
}
