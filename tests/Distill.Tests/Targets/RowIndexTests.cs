using CsCheck;
using Distill.Targets;

namespace Distill.Tests.Targets;

public sealed class RowIndexTests
{
    [Fact]
    public void FindsEveryRowAndNoOther()
    {
        var all = Gen.Int[1, 40].Select(count => Enumerable.Range(0, count).Select(i => (long)i).ToArray());
        var some = Gen.Long[0, 200].Array[1, 40];
        var ascending = some.Select(rows => rows.Order().ToArray());
        Gen.OneOf(all, some, ascending).Sample(rows =>
        {
            var index = new RowIndex([.. rows]);
            for (long row = -1; row <= 201; row++)
            {
                int found = index.Find(row);
                Assert.Equal(rows.Contains(row), found >= 0);
                Assert.True(found < 0 || rows[found] == row);
            }
        });
    }
}
